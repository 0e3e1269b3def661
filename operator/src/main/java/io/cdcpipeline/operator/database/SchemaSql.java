package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.StageContext;
import io.cdcpipeline.operator.StageException;
import io.cdcpipeline.operator.status.Reason;

/** The text of the schema, from the spec or from the ConfigMap it names. */
final class SchemaSql {
  private SchemaSql() {}

  /**
   * The statements, or an empty text.
   *
   * @throws StageException when the ConfigMap or its key is missing
   */
  static String of(StageContext context) {
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
                    Reason.InvalidInput,
                    "spec.database.schema.sqlFrom: ConfigMap %s has no key %s, or does not exist"
                        .formatted(source.name(), source.key())));
  }
}
