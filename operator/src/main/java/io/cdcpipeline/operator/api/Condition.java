package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** One fact about the pipeline, as in Kubernetes' own conditions. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
    @JsonPropertyDescription("Ready, DataFlowing or a stage followed by Ready.") @Required
        String type,
    @JsonPropertyDescription("True, False or Unknown.") @Required String status,
    @JsonPropertyDescription("One word; docs/reference.md explains each.") @Required String reason,
    @JsonPropertyDescription("What is the case, and what to do.") @Required String message,
    @JsonPropertyDescription("When status last changed.") @Required String lastTransitionTime,
    @JsonPropertyDescription("Generation of the spec it is about.") Long observedGeneration) {}
