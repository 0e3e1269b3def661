package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** The TiCDC changefeed: which changes are sent, and from when. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "(has(self.startFrom) == has(oldSelf.startFrom) && (!has(self.startFrom) || self.startFrom"
            + " == oldSelf.startFrom)) || (has(self.restartNonce) && (!has(oldSelf.restartNonce) ||"
            + " self.restartNonce != oldSelf.restartNonce))",
    message =
        "startFrom cannot change on an existing changefeed: change restartNonce in the same edit to"
            + " recreate it from there")
public record ChangefeedSpec(
    @JsonPropertyDescription(
            "TiDB table-filter rules such as shop.* or !shop.tmp_*; at least one that includes.")
        @Required
        @Size(min = 1, max = 64)
        @ValidationRule(
            value = "self.exists(t, !t.startsWith('!'))",
            message =
                "tables needs at least one rule that includes tables: every rule here starts with"
                    + " !")
        @ValidationRule(
            value = "self.all(t, t.matches('^!?[^.!#@ ].*[.].+$'))",
            message = "each rule in tables must be <database>.<table>, e.g. shop.* or !shop.tmp_*",
            messageExpression =
                "'each rule in tables must be <database>.<table>, e.g. shop.* or !shop.tmp_*, but"
                    + " one is ' + self.filter(t, !t.matches('^!?[^.!#@ ].*[.].+$'))[0]")
        List<@Pattern(Rules.ONE_LINE) @Size(min = 1, max = 160) String> tables,
    @JsonPropertyDescription(
            "Where the changefeed begins; absent: now. Only a new restartNonce makes a change of it"
                + " take effect.")
        StartFrom startFrom,
    @JsonPropertyDescription(
            "index-value keeps the changes of a row in order and spreads a hot table; table keeps a"
                + " table in one partition; ts spreads without order.")
        @Default("index-value")
        DispatchRule dispatch,
    @JsonPropertyDescription(
            "Largest message in bytes, one value for topic, changefeed and consumer; also decides"
                + " the consumers' memory.")
        @Default("1048588")
        @Min(1024)
        @Max(16777216)
        Integer maxMessageBytes,
    @JsonPropertyDescription(
            "Skip: such tables are left out and named in status. Replicate: they are replicated"
                + " without a key that identifies rows.")
        @Default("Skip")
        TablesWithoutKey tablesWithoutKey,
    @JsonPropertyDescription("Changes to leave out.") @Size(max = 64)
        List<EventFilter> eventFilters,
    @JsonPropertyDescription("Columns to send.") @Size(max = 64)
        List<ColumnSelector> columnSelectors,
    @JsonPropertyDescription(
            "Change it to remove the changefeed and recreate it from startFrom; an event says what"
                + " was skipped.")
        Long restartNonce) {}
