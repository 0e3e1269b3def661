package io.cdcpipeline.consumer.event;

import io.cdcpipeline.consumer.json.ByteSpan;
import io.cdcpipeline.consumer.json.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Which columns of which tables must not leave the process in clear text. */
public final class Redaction {
  public static final Redaction NONE = new Redaction(List.of());

  /** What happens to a value; if several rules match, the method listed first wins. */
  public enum Method {
    /** The column is omitted. */
    DROP,
    /** The value becomes {@code ***}. */
    MASK,
    /** The value becomes its HMAC-SHA-256 in hex, so that equal values stay equal. */
    HASH
  }

  /** One rule of the file; names are compared case-insensitively, as TiDB does. */
  public record Rule(Pattern database, Pattern table, List<String> columns, Method method) {
    boolean matches(String aDatabase, String aTable) {
      return database.matcher(aDatabase).matches() && table.matcher(aTable).matches();
    }
  }

  private final List<Rule> rules;

  public Redaction(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  public boolean isEmpty() {
    return rules.isEmpty();
  }

  public boolean hashes() {
    return rules.stream().anyMatch(rule -> rule.method() == Method.HASH);
  }

  Columns columnsOf(String database, String table) {
    Map<String, Method> methods = new TreeMap<>();
    for (Rule rule : rules) {
      if (rule.matches(database, table)) {
        for (String column : rule.columns()) {
          methods.merge(column.toLowerCase(Locale.ROOT), rule.method(), Redaction::stricter);
        }
      }
    }
    return methods.isEmpty() ? Columns.NONE : new Columns(methods);
  }

  private static Method stricter(Method one, Method other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** The redacted columns of one table. */
  public static final class Columns {
    static final Columns NONE = new Columns(Map.of());

    private final Map<String, Method> methods;
    private final List<byte[]> names = new ArrayList<>();
    private final List<Method> byName = new ArrayList<>();

    private Columns(Map<String, Method> methods) {
      this.methods = methods;
      methods.forEach(
          (name, method) -> {
            names.add(ByteWriter.utf8(name));
            byName.add(method);
          });
    }

    public boolean isEmpty() {
      return methods.isEmpty();
    }

    /** The method for a column, or null when it is not redacted. */
    Method method(ByteSpan column) {
      if (names.isEmpty()) {
        return null;
      }
      for (int i = column.from; i < column.to; i++) {
        if (column.bytes[i] < 0 || column.bytes[i] == '\\') {
          return methods.get(column.text().toLowerCase(Locale.ROOT));
        }
      }
      for (int i = 0; i < names.size(); i++) {
        if (equalsIgnoringAsciiCase(column, names.get(i))) {
          return byName.get(i);
        }
      }
      return null;
    }

    private static boolean equalsIgnoringAsciiCase(ByteSpan column, byte[] lowerCase) {
      if (column.length() != lowerCase.length) {
        return false;
      }
      for (int i = 0; i < lowerCase.length; i++) {
        if (Character.toLowerCase(column.bytes[column.from + i]) != lowerCase[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
