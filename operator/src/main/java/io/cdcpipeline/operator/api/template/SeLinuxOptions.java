package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** An SELinux context. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SeLinuxOptions(
    @JsonPropertyDescription("E.g. s0:c123,c456.") @Pattern(Texts.SELINUX) @Size(max = 128)
        String level,
    @JsonPropertyDescription("Its role.") @Pattern(Texts.SELINUX) @Size(max = 128) String role,
    @JsonPropertyDescription("E.g. spc_t.") @Pattern(Texts.SELINUX) @Size(max = 128) String type,
    @JsonPropertyDescription("Its user.") @Pattern(Texts.SELINUX) @Size(max = 128) String user) {}
