package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** The record of the last line that a part of a replay has written. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReplayedLine(
    @JsonPropertyDescription("Partition of the topic.") @Required Integer partition,
    @JsonPropertyDescription("Offset in the partition.") @Required Long offset) {}
