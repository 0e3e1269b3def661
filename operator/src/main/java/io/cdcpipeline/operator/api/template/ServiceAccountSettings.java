package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** The ServiceAccount of the pods. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceAccountSettings(
    @JsonPropertyDescription("Of the ServiceAccount, e.g. a role of the cloud.")
        @Size(max = 32)
        @ValidationRule(value = Texts.KEYS, message = Texts.KEYS_SAYS)
        Map<String, @Size(max = 4096) String> annotations) {}
