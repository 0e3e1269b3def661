package io.cdcpipeline.local.ticdc;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.testkit.ticdc.TableFilter;
import io.cdcpipeline.testkit.ticdc.TicdcError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code sink.column_selectors}: which columns of a table are sent. */
final class ColumnSelector {
  private record Rule(TableFilter tables, TableFilter columns) {}

  private final List<Rule> rules = new ArrayList<>();

  ColumnSelector(JsonNode replicaConfig) {
    for (JsonNode node : replicaConfig.path("sink").path("column_selectors")) {
      List<String> columns = new ArrayList<>();
      node.path("columns").forEach(column -> columns.add(column.asText()));
      rules.add(
          new Rule(Matchers.of(replicaConfig, node.path("matcher")), Matchers.ofColumns(columns)));
    }
  }

  /** The table with the selected columns; its primary key must be among them. */
  Table select(Table table) {
    return rules.stream()
        .filter(rule -> rule.tables().matches(table.name()))
        .findFirst()
        .map(rule -> reduced(table, rule.columns()))
        .orElse(table);
  }

  private static Table reduced(Table table, TableFilter selected) {
    List<Column> kept = new ArrayList<>();
    Map<Integer, Integer> moved = new HashMap<>();
    for (int i = 0; i < table.columns().size(); i++) {
      if (Matchers.matchesColumn(selected, table.columns().get(i).name())) {
        moved.put(i, kept.size());
        kept.add(table.columns().get(i));
      }
    }
    if (!moved.keySet().containsAll(table.primaryKey())) {
      throw TicdcError.of(
          "CDC:ErrColumnSelectorFailed",
          "primary key columns of " + table.name() + " are filtered out by the column selector");
    }
    List<Table.UniqueKey> keys =
        table.uniqueKeys().stream()
            .filter(key -> moved.keySet().containsAll(key.columns()))
            .map(key -> new Table.UniqueKey(key.name(), moved(key.columns(), moved)))
            .toList();
    return new Table(
        table.name(),
        kept,
        moved(table.primaryKey(), moved),
        moved(table.handleKey(), moved),
        keys);
  }

  private static List<Integer> moved(List<Integer> columns, Map<Integer, Integer> moved) {
    return columns.stream().map(moved::get).filter(Objects::nonNull).toList();
  }
}
