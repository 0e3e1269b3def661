package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Columns of a table whose values never leave the consumer. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Redaction(
    @JsonPropertyDescription("Table as database.table; * stands for any part.")
        @Required
        @ValidationRule(
            value = "self.matches('^[^.]+[.][^.]+$')",
            message = "table must be <database>.<table>, e.g. shop.customers")
        @Pattern(Rules.ONE_LINE)
        @Size(max = 128)
        String table,
    @JsonPropertyDescription("Column names.")
        @Required
        @Size(min = 1, max = 256)
        @ValidationRule(
            value = "self.all(c, !c.contains('*'))",
            message = "columns must be full column names: * is not a wildcard here")
        List<@Pattern(Rules.ONE_LINE) @Size(min = 1, max = 256) String> columns,
    @JsonPropertyDescription(
            "drop removes the column, mask replaces the value by ***, hash by a keyed hash that"
                + " still compares equal; mask by default.")
        RedactionMethod method) {

  /** Defaulted here: a default inside a list is a difference for ever to Argo CD. */
  public Redaction {
    method = method == null ? RedactionMethod.MASK : method;
  }
}
