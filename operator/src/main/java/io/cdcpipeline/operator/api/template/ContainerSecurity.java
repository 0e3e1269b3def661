package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;

/** The security context of a container. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContainerSecurity(
    @JsonPropertyDescription("User id of processes.") @Min(0) Long runAsUser,
    @JsonPropertyDescription("Group id of processes.") @Min(0) Long runAsGroup,
    @JsonPropertyDescription("true: refuses to start as root.") Boolean runAsNonRoot,
    @JsonPropertyDescription("Whether a process may gain privileges.")
        Boolean allowPrivilegeEscalation,
    @JsonPropertyDescription("Whether its own file system is read-only.")
        Boolean readOnlyRootFilesystem,
    @JsonPropertyDescription("As root of the node.") Boolean privileged,
    @JsonPropertyDescription("Capabilities of Linux.") Capabilities capabilities,
    @JsonPropertyDescription("Filter of system calls.") SeccompProfile seccompProfile,
    @JsonPropertyDescription("SELinux context.") SeLinuxOptions seLinuxOptions) {}
