package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Changes that TiCDC leaves out, for the tables it matches. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventFilter(
    @JsonPropertyDescription("Tables the filter is for, as in tables.")
        @Required
        @Size(min = 1, max = 64)
        List<@Pattern(Rules.ONE_LINE) @Size(min = 1, max = 256) String> matcher,
    @JsonPropertyDescription("Kinds of change to leave out, e.g. delete, truncate table, all ddl.")
        @Size(max = 64)
        List<@Pattern("^[a-z][a-z ]*$") @Size(min = 1, max = 256) String> ignoreEvent,
    @JsonPropertyDescription("Regular expressions of DDL statements to leave out.") @Size(max = 64)
        List<@Size(min = 1, max = 256) String> ignoreSql,
    @JsonPropertyDescription("SQL expression; inserts for which it is true are left out.")
        @Size(max = 4096)
        String ignoreInsertValueExpr,
    @JsonPropertyDescription("SQL expression on the row after an update.") @Size(max = 4096)
        String ignoreUpdateNewValueExpr,
    @JsonPropertyDescription("SQL expression on the row before an update.") @Size(max = 4096)
        String ignoreUpdateOldValueExpr,
    @JsonPropertyDescription("SQL expression on a deleted row.") @Size(max = 4096)
        String ignoreDeleteValueExpr) {}
