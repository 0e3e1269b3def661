package io.cdcpipeline.operator.database;

import java.util.ArrayList;
import java.util.List;

/** Splits SQL text at its semicolons, minding strings, quoted names and comments. */
final class SqlScript {
  private final String text;
  private int at;

  private SqlScript(String text) {
    this.text = text;
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
