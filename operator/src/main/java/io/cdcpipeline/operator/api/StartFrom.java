package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where a new changefeed begins: exactly one of now, timestamp and tso. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "[has(self.now), has(self.timestamp), has(self.tso)].filter(x, x).size() == 1",
    message = "startFrom must have exactly one of now, timestamp and tso")
public record StartFrom(
    @JsonPropertyDescription("true: at the moment of creation, which is also the default.")
        @ValidationRule(
            value = "self",
            message = "now can only be true: omit startFrom, or set timestamp or tso instead")
        Boolean now,
    @JsonPropertyDescription(
            "An RFC 3339 timestamp, e.g. 2026-01-31T08:00:00Z; must be within TiDB's GC life time.")
        @Size(max = 40)
        @ValidationRule(value = Rules.TIMESTAMP, message = "timestamp " + Rules.TIMESTAMP_SAYS)
        String timestamp,
    @JsonPropertyDescription("A TiDB timestamp oracle value.") @Min(1) Long tso) {}
