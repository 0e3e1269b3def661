package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;

/** When a probe is made and what it takes to fail. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProbeTimings(
    @JsonPropertyDescription("Before the first.") @Min(0) @Max(86400) Integer initialDelaySeconds,
    @JsonPropertyDescription("Between two.") @Min(1) @Max(3600) Integer periodSeconds,
    @JsonPropertyDescription("For an answer.") @Min(1) @Max(3600) Integer timeoutSeconds,
    @JsonPropertyDescription("Successes to recover; 1 but for readiness.") @Min(1) @Max(100)
        Integer successThreshold,
    @JsonPropertyDescription("Failures in a row to fail.") @Min(1) @Max(10000)
        Integer failureThreshold) {}
