package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** Labels and annotations of pods. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateMetadata(
    @JsonPropertyDescription("Added to the pods' labels.")
        @Size(max = 32)
        @ValidationRule(value = Texts.KEYS, message = Texts.KEYS_SAYS)
        Map<String, @Pattern(Texts.LABEL_VALUE) @Size(max = 63) String> labels,
    @JsonPropertyDescription("Added to the pods' annotations.")
        @Size(max = 32)
        @ValidationRule(value = Texts.KEYS, message = Texts.KEYS_SAYS)
        Map<String, @Size(max = 4096) String> annotations) {}
