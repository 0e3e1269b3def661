package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * Idempotent SQL that the pipeline runs before its changefeed starts, and again when it changes.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.sql) && has(self.sqlFrom))",
    message = "schema takes sql or sqlFrom, not both")
public record SchemaSpec(
    @JsonPropertyDescription("Database that is created if absent and in which the statements run.")
        @Pattern("^[A-Za-z0-9_$][A-Za-z0-9_$-]{0,63}$")
        String database,
    @JsonPropertyDescription("Statements separated by semicolons, e.g. CREATE TABLE IF NOT EXISTS.")
        @Size(max = 262144)
        String sql,
    @JsonPropertyDescription("Statements from a ConfigMap, instead of sql.") SqlSource sqlFrom) {}
