package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The topic between changefeed and consumer. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.name) == has(oldSelf.name) && (!has(self.name) || self.name == oldSelf.name)",
    message =
        "topic.name cannot change: consumer and changefeed would lose their position; create"
            + " another pipeline")
public record TopicSpec(
    @JsonPropertyDescription("Topic name; absent: cdc-<namespace>-<pipeline>. Cannot change later.")
        @Size(min = 1, max = 249)
        @ValidationRule(value = Rules.TOPIC, message = Rules.TOPIC_SAYS)
        String name,
    @JsonPropertyDescription(
            "Number of partitions: the most consumers that can share the work. May only grow.")
        @Default("6")
        @Min(1)
        @Max(1000)
        @ValidationRule(
            value = "self >= oldSelf",
            message = "partitions may only grow: Kafka cannot remove a partition")
        Integer partitions,
    @JsonPropertyDescription("Replicas of each partition; absent: one per Kafka node, at most 3.")
        @Min(1)
        @Max(9)
        Integer replicas,
    @JsonPropertyDescription("How long Kafka keeps a change, e.g. 7d, 12h, 30m.")
        @Default("7d")
        @Size(max = 16)
        @ValidationRule(
            value = "self.matches('^[1-9][0-9]{0,8}(ms|s|m|h|d)$')",
            message = "retention must be a number and ms, s, m, h or d, e.g. 7d or 12h")
        String retention) {}
