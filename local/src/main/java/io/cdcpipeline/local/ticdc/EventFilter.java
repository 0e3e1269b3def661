package io.cdcpipeline.local.ticdc;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.local.binlog.Ddl;
import io.cdcpipeline.testkit.ticdc.TableFilter;
import io.cdcpipeline.testkit.ticdc.TableName;
import io.cdcpipeline.testkit.ticdc.TicdcError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** {@code filter.event_filters}: events and statements that a changefeed ignores. */
final class EventFilter {
  private record Rule(TableFilter matcher, List<String> events, List<Pattern> sql) {}

  private static final List<String> EXPRESSIONS =
      List.of(
          "ignore_insert_value_expr",
          "ignore_update_new_value_expr",
          "ignore_update_old_value_expr",
          "ignore_delete_value_expr");

  private final List<Rule> rules = new ArrayList<>();

  EventFilter(JsonNode replicaConfig) {
    for (JsonNode node : replicaConfig.path("filter").path("event_filters")) {
      for (String expression : EXPRESSIONS) {
        if (!node.path(expression).asText("").isEmpty()) {
          throw TicdcError.of(
              "CDC:ErrInvalidFilterExpression",
              "the stand-in TiCDC does not evaluate " + expression + "; a real one does");
        }
      }
      List<String> events = new ArrayList<>();
      node.path("ignore_event")
          .forEach(event -> events.add(event.asText().toLowerCase(Locale.ROOT)));
      List<Pattern> sql = new ArrayList<>();
      node.path("ignore_sql").forEach(one -> sql.add(Pattern.compile(one.asText())));
      rules.add(new Rule(Matchers.of(replicaConfig, node.path("matcher")), events, sql));
    }
  }

  boolean ignores(TableName table, String rowType) {
    String event = rowType.toLowerCase(Locale.ROOT);
    return rules.stream()
        .filter(rule -> rule.matcher().matches(table))
        .anyMatch(rule -> named(rule, "all dml") || rule.events().contains(event));
  }

  boolean ignores(Ddl ddl) {
    return rules.stream()
        .filter(
            rule ->
                ddl.ofDatabase()
                    ? rule.matcher().matchesSchema(ddl.name().schema())
                    : rule.matcher().matches(ddl.name()))
        .anyMatch(
            rule ->
                named(rule, "all ddl")
                    || rule.events().stream().anyMatch(event -> names(event, ddl))
                    || rule.sql().stream().anyMatch(sql -> sql.matcher(ddl.sql()).find()));
  }

  private static boolean named(Rule rule, String all) {
    return rule.events().contains("all") || rule.events().contains(all);
  }

  /** Event names are the first words of the statements: "create table", "drop index" and so on. */
  private static boolean names(String event, Ddl ddl) {
    String kind =
        switch (ddl.type()) {
          case "CREATE" -> "create table";
          case "ERASE" -> "drop table";
          case "TRUNCATE" -> "truncate table";
          case "RENAME" -> "rename table";
          case "CINDEX" -> "create index";
          case "DINDEX" -> "drop index";
          case "ALTER" -> "alter table";
          default -> ddl.sql().toLowerCase(Locale.ROOT).replaceFirst("database", "schema");
        };
    return kind.startsWith(event);
  }
}
