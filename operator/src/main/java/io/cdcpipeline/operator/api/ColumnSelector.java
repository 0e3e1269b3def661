package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Columns that TiCDC sends, for the tables it matches; a primary or unique key must stay. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ColumnSelector(
    @JsonPropertyDescription("Tables the selector is for, as in tables.")
        @Required
        @Size(min = 1, max = 64)
        List<@Pattern(Rules.ONE_LINE) @Size(min = 1, max = 256) String> matcher,
    @JsonPropertyDescription("Column names; * for all, ! excludes.")
        @Required
        @Size(min = 1, max = 1024)
        List<@Pattern(Rules.ONE_LINE) @Size(min = 1, max = 256) String> columns) {}
