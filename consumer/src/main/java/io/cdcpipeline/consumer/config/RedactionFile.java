package io.cdcpipeline.consumer.config;

import io.cdcpipeline.consumer.event.Redaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads REDACT_FILE: a YAML or JSON list of {@code {table: "shop.customers", columns: [email],
 * method: drop|mask|hash}}. A rule that would silently have no effect is an error.
 */
final class RedactionFile {
  private static final Set<String> KEYS = Set.of("table", "columns", "method");

  private RedactionFile() {}

  static Redaction read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new ConfigException("REDACT_FILE", "cannot read " + file + ": " + e);
    }
  }

  static Redaction parse(String text) {
    Object root;
    try {
      root = new Load(LoadSettings.builder().build()).loadFromString(text);
    } catch (YamlEngineException e) {
      throw invalid("is neither YAML nor JSON: " + e.getMessage().lines().findFirst().orElse(""));
    }
    if (root == null) {
      return Redaction.NONE;
    }
    if (!(root instanceof List<?> list)) {
      throw invalid("must contain a list of rules");
    }
    List<Redaction.Rule> rules = new ArrayList<>();
    for (Object item : list) {
      rules.add(rule(item, "rule " + (rules.size() + 1)));
    }
    return new Redaction(rules);
  }

  private static Redaction.Rule rule(Object item, String place) {
    if (!(item instanceof Map<?, ?> map)) {
      throw invalid(place + " must have table, columns and method");
    }
    for (Object key : map.keySet()) {
      if (!KEYS.contains(String.valueOf(key))) {
        throw invalid(
            place + " has the unknown key " + key + "; known keys are table, columns, method");
      }
    }
    String table = String.valueOf(map.get("table"));
    TablePattern pattern =
        TablePattern.of(table)
            .orElseThrow(
                () -> invalid(place + ": table must be <database>.<table>; * and ? are allowed"));
    return new Redaction.Rule(
        pattern.database(),
        pattern.table(),
        columns(map.get("columns"), place),
        method(map.get("method"), place));
  }

  private static List<String> columns(Object value, String place) {
    if (!(value instanceof List<?> list) || list.isEmpty()) {
      throw invalid(place + ": columns must be a list of at least one column name");
    }
    for (Object column : list) {
      if (!(column instanceof String name) || name.isEmpty() || name.contains("*")) {
        throw invalid(place + ": columns must be full column names, not " + column);
      }
    }
    return list.stream().map(String::valueOf).collect(Collectors.toList());
  }

  private static Redaction.Method method(Object value, String place) {
    for (Redaction.Method method : Redaction.Method.values()) {
      if (method.name().toLowerCase(Locale.ROOT).equals(value)) {
        return method;
      }
    }
    throw invalid(place + ": method must be drop, mask or hash");
  }

  private static ConfigException invalid(String what) {
    return new ConfigException("REDACT_FILE", what);
  }
}
