package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.cdcpipeline.operator.api.template.PodTemplate;

/** Strimzi's Kafka exporter: the lag of consumer groups as metrics. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KafkaExporterSpec(
    @JsonPropertyDescription("How its pods differ from the default.") PodTemplate template) {}
