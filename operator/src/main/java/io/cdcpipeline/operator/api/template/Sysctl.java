package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A kernel parameter. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Sysctl(
    @JsonPropertyDescription("E.g. net.core.somaxconn.")
        @Required
        @Pattern(Texts.SYSCTL)
        @Size(max = 253)
        String name,
    @JsonPropertyDescription("Its value.") @Required @Pattern(Texts.SYSCTL_VALUE) @Size(max = 253)
        String value) {}
