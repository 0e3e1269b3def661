package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The security context of a pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodSecurity(
    @JsonPropertyDescription("User id of processes.") @Min(0) Long runAsUser,
    @JsonPropertyDescription("Group id of processes.") @Min(0) Long runAsGroup,
    @JsonPropertyDescription("true: refuses to start as root.") Boolean runAsNonRoot,
    @JsonPropertyDescription("Group of the volumes.") @Min(0) Long fsGroup,
    @JsonPropertyDescription("OnRootMismatch or Always.") FsGroupChange fsGroupChangePolicy,
    @JsonPropertyDescription("Further groups.") @Size(max = 16) List<Long> supplementalGroups,
    @JsonPropertyDescription("Kernel parameters.") @Size(max = 16) List<Sysctl> sysctls,
    @JsonPropertyDescription("Filter of system calls.") SeccompProfile seccompProfile,
    @JsonPropertyDescription("SELinux context.") SeLinuxOptions seLinuxOptions) {}
