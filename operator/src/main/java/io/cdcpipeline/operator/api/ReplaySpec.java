package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Which changes of the topic are written to the log once more. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "self.nonce != oldSelf.nonce || (self.from == oldSelf.from && has(self.to) =="
            + " has(oldSelf.to) && (!has(self.to) || self.to == oldSelf.to) && has(self.tables) =="
            + " has(oldSelf.tables) && (!has(self.tables) || self.tables == oldSelf.tables))",
    message =
        "replay.from, to and tables cannot change for a nonce that has run: change replay.nonce in"
            + " the same edit to replay again")
@ValidationRule(
    value =
        "!has(self.to) || !has(self.from.timestamp) || timestamp(self.from.timestamp) <="
            + " timestamp(self.to)",
    message = "replay.to must not be before replay.from.timestamp: swap them")
public record ReplaySpec(
    @JsonPropertyDescription(
            "Change it to replay again; as long as it stays, the replay runs once.")
        @Required
        Long nonce,
    @JsonPropertyDescription("The first commit time.") @Required ReplayFrom from,
    @JsonPropertyDescription(
            "The last commit time, as an RFC 3339 timestamp; absent: when the replay starts.")
        @Size(max = 40)
        @ValidationRule(value = Rules.TIMESTAMP, message = "to " + Rules.TIMESTAMP_SAYS)
        String to,
    @JsonPropertyDescription(
            "Only these tables, as database.table; * stands for any part. Absent: all, and"
                + " heartbeats too.")
        @Size(min = 1, max = 64)
        @ValidationRule(
            value = "self.all(t, t.matches('^[^.,]+[.][^.,]+$'))",
            message = "each of replay.tables must be <database>.<table>, e.g. shop.orders",
            messageExpression =
                "'each of replay.tables must be <database>.<table>, e.g. shop.orders, but one is '"
                    + " + self.filter(t, !t.matches('^[^.,]+[.][^.,]+$'))[0]")
        List<@Pattern(Rules.ONE_LINE) @Size(min = 1, max = 128) String> tables) {}
