package io.cdcpipeline.testkit.ticdc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The part of TiDB's table-filter rules that pipelines use: wildcards, "!", last match wins. */
public final class TableFilter {
  private record Rule(boolean include, Pattern schema, Pattern table) {}

  private static final Pattern SHAPE =
      Pattern.compile("!?(`[^`]+`|/[^/]+/|[^.`/]+)\\.(`[^`]+`|/[^/]+/|[^.`/]+)");

  private final List<Rule> rules = new ArrayList<>();
  private final boolean caseSensitive;

  /** Reads filter.rules and case_sensitive of a replica_config. */
  public TableFilter(JsonNode replicaConfig) {
    caseSensitive = replicaConfig.path("case_sensitive").asBoolean();
    for (JsonNode node : replicaConfig.path("filter").path("rules")) {
      String text = node.asText();
      boolean include = !text.startsWith("!");
      var parts = SHAPE.matcher(text);
      if (parts.matches()) {
        rules.add(new Rule(include, pattern(parts.group(1)), pattern(parts.group(2))));
      }
    }
  }

  static boolean valid(String rule) {
    return SHAPE.matcher(rule).matches();
  }

  /** Whether rows of the table are replicated. */
  public boolean matches(TableName name) {
    boolean passes = false;
    for (Rule rule : rules) {
      if (rule.schema().matcher(text(name.schema())).matches()
          && rule.table().matcher(text(name.table())).matches()) {
        passes = rule.include();
      }
    }
    return passes;
  }

  /**
   * Whether any table of the schema could be replicated, which decides about DDL of the schema
   * itself.
   */
  public boolean matchesSchema(String schema) {
    return rules.stream()
        .anyMatch(rule -> rule.include() && rule.schema().matcher(text(schema)).matches());
  }

  private String text(String name) {
    return caseSensitive ? name : name.toLowerCase(Locale.ROOT);
  }

  private Pattern pattern(String part) {
    if (part.startsWith("/")) {
      return Pattern.compile(part.substring(1, part.length() - 1));
    }
    if (part.startsWith("`")) {
      return Pattern.compile(Pattern.quote(text(part.substring(1, part.length() - 1))));
    }
    StringBuilder regex = new StringBuilder();
    for (char c : text(part).toCharArray()) {
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '[', ']', '-' -> regex.append(c);
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString());
  }
}
