package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where records that cannot be decoded go. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeadLetterSpec(
    @JsonPropertyDescription("Topic name; absent: the pipeline's topic with the suffix -dlt.")
        @ValidationRule(value = Rules.TOPIC, message = Rules.TOPIC_SAYS)
        @Size(min = 1, max = 249)
        String topic) {}
