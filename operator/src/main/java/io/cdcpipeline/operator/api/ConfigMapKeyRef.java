package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One key of a ConfigMap in the pipeline's namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConfigMapKeyRef(
    @JsonPropertyDescription("Name of the ConfigMap.")
        @Required
        @ValidationRule(value = Rules.OBJECT_NAME, message = Rules.OBJECT_NAME_SAYS)
        @Size(max = 253)
        String name,
    @JsonPropertyDescription("Key whose value is read.")
        @Required
        @Pattern(Rules.CONFIG_MAP_KEY)
        @Size(min = 1, max = 253)
        String key) {}
