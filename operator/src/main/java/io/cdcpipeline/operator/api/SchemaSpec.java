package io.cdcpipeline.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * Idempotent SQL that the pipeline runs before its changefeed starts, and again when it changes.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!(has(self.sql) && has(self.sqlFrom))",
    message = "schema accepts sql or sqlFrom, not both")
public record SchemaSpec(
    @JsonPropertyDescription("Database that is created if absent and in which the statements run.")
        @Size(max = 64)
        @ValidationRule(
            value = "self.matches('^[A-Za-z0-9_$][A-Za-z0-9_$-]*$')",
            message = "a database name consists of letters, digits, _, $ and -, without quotes")
        String database,
    @JsonPropertyDescription("Statements separated by semicolons, e.g. CREATE TABLE IF NOT EXISTS.")
        @Size(max = 262144)
        String sql,
    @JsonPropertyDescription("Statements from a ConfigMap, instead of sql.") SqlSource sqlFrom) {}
