package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A filter of system calls. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SeccompProfile(
    @JsonPropertyDescription("RuntimeDefault, Localhost or Unconfined.") @Required SeccompType type,
    @JsonPropertyDescription("With Localhost: a file among the kubelet's profiles.")
        @Pattern(Texts.FILE)
        @Size(max = 253)
        String localhostProfile) {}
