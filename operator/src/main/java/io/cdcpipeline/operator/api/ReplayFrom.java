package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where a replay begins: exactly one of timestamp and earliest. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.timestamp) != has(self.earliest)",
    message = "replay.from must have exactly one of timestamp and earliest")
public record ReplayFrom(
    @JsonPropertyDescription("A commit time, as an RFC 3339 timestamp, e.g. 2026-01-31T08:00:00Z.")
        @Size(max = 40)
        @ValidationRule(value = Rules.TIMESTAMP, message = "timestamp " + Rules.TIMESTAMP_SAYS)
        String timestamp,
    @JsonPropertyDescription("true: everything that Kafka still has.")
        @ValidationRule(
            value = "self",
            message = "earliest can only be true: omit it, and set timestamp instead")
        Boolean earliest) {}
