package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.SchemaSpec;
import io.cdcpipeline.operator.kubernetes.NamespaceReader;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The statements of the schema: SQL split at its semicolons, but not inside quotes or comments. */
final class SqlScript {
  private final String text;
  private int at;

  private SqlScript(String text) {
    this.text = text;
  }

  /**
   * The statements of the spec, or of the ConfigMap it names, in order.
   *
   * @param schema null for none
   * @throws StageException when the text cannot be read or contains a command of the MySQL client
   */
  static List<String> statements(SchemaSpec schema, NamespaceReader namespace) {
    var statements = split(text(schema, namespace));
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i).toUpperCase(Locale.ROOT).startsWith("DELIMITER")) {
        throw new StageException(
            Reason.InvalidReference,
            "statement %d of spec.database.schema is DELIMITER, a command of the MySQL client and"
                    .formatted(i + 1)
                + " not SQL: separate statements with ; only");
      }
    }
    return statements;
  }

  private static String text(SchemaSpec schema, NamespaceReader namespace) {
    if (schema == null) {
      return "";
    }
    if (schema.sqlFrom() == null) {
      return schema.sql() == null ? "" : schema.sql();
    }
    var source = schema.sqlFrom().configMapKeyRef();
    return namespace
        .configMapValue(source.name(), source.key())
        .orElseThrow(
            () ->
                new StageException(
                    Reason.InvalidReference,
                    "spec.database.schema.sqlFrom: ConfigMap %s has no key %s, or does not exist"
                        .formatted(source.name(), source.key())));
  }

  static List<String> split(String text) {
    return new SqlScript(text).all();
  }

  private List<String> all() {
    var statements = new ArrayList<String>();
    var statement = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ';') {
        add(statements, statement);
        at++;
      } else if (c == '\'' || c == '"' || c == '`') {
        quoted(c, statement);
      } else if (starts("/*") && !starts("/*!") && !starts("/*T!") && !starts("/*+")) {
        at = after("*/");
        statement.append(' ');
      } else if (c == '#' || (starts("--") && blankAt(at + 2))) {
        at = after("\n");
        statement.append('\n');
      } else {
        statement.append(c);
        at++;
      }
    }
    add(statements, statement);
    return statements;
  }

  private void quoted(char quote, StringBuilder statement) {
    int start = at++;
    while (at < text.length() && text.charAt(at) != quote) {
      at += text.charAt(at) == '\\' && quote != '`' ? 2 : 1;
    }
    at = Math.min(at + 1, text.length());
    statement.append(text, start, at);
  }

  private boolean starts(String token) {
    return text.startsWith(token, at);
  }

  private boolean blankAt(int index) {
    return index >= text.length() || Character.isWhitespace(text.charAt(index));
  }

  private int after(String end) {
    int found = text.indexOf(end, at);
    return found < 0 ? text.length() : found + end.length();
  }

  private static void add(List<String> statements, StringBuilder statement) {
    var text = statement.toString().strip();
    if (!text.isEmpty()) {
      statements.add(text);
    }
    statement.setLength(0);
  }
}
