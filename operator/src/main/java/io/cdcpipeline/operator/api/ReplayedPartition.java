package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** How far the part of a replay that runs has come in a partition. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReplayedPartition(
    @JsonPropertyDescription("Partition of the topic.") @Required Integer partition,
    @JsonPropertyDescription("Offset that is read next.") @Required Long offset,
    @JsonPropertyDescription("Offset at which the replay ends.") @Required Long end) {}
