package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.util.List;
import java.util.Locale;

/** The text of the schema, from the spec or from the ConfigMap it names. */
final class SchemaSql {
  private SchemaSql() {}

  /**
   * The statements in order.
   *
   * @throws StageException when the text cannot be had or split
   */
  static List<String> statements(StageContext context) {
    var statements = SqlScript.split(of(context));
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i).toUpperCase(Locale.ROOT).startsWith("DELIMITER")) {
        throw new StageException(
            Reason.InvalidReference,
            "statement %d of spec.database.schema is DELIMITER, a command of MySQL's client and not"
                    .formatted(i + 1)
                + " SQL: separate statements with ; only");
      }
    }
    return statements;
  }

  /**
   * The text, or an empty one.
   *
   * @throws StageException when the ConfigMap or its key is missing
   */
  private static String of(StageContext context) {
    var schema = context.spec().database().schema();
    if (schema == null) {
      return "";
    }
    if (schema.sqlFrom() == null) {
      return schema.sql() == null ? "" : schema.sql();
    }
    var source = schema.sqlFrom().configMapKeyRef();
    return context
        .children()
        .configMapValue(source.name(), source.key())
        .orElseThrow(
            () ->
                new StageException(
                    Reason.InvalidReference,
                    "spec.database.schema.sqlFrom: ConfigMap %s has no key %s, or does not exist"
                        .formatted(source.name(), source.key())));
  }
}
