package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A key of a Secret or ConfigMap. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KeyReference(
    @JsonPropertyDescription("Name of the object.") @Required @Pattern(Texts.NAME) @Size(max = 253)
        String name,
    @JsonPropertyDescription("Its key.") @Required @Pattern(Texts.DATA_KEY) @Size(max = 253)
        String key,
    @JsonPropertyDescription("true: it may be missing.") Boolean optional) {}
