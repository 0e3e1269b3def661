package io.cdcpipeline.local.ticdc;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.testkit.ticdc.TableFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Chooses the partition of a row by {@code sink.dispatchers} of a replica_config. */
final class Dispatcher {
  private record Rule(TableFilter matcher, String partition, String index, List<String> columns) {}

  private final List<Rule> rules = new ArrayList<>();

  Dispatcher(JsonNode replicaConfig) {
    for (JsonNode node : replicaConfig.path("sink").path("dispatchers")) {
      List<String> columns = new ArrayList<>();
      node.path("columns").forEach(column -> columns.add(column.asText()));
      rules.add(
          new Rule(
              Matchers.of(replicaConfig, node.path("matcher")),
              node.path("partition").asText("default"),
              node.path("index").asText(""),
              columns));
    }
  }

  int partition(RowChange change, long commitTs, int partitions) {
    Rule rule =
        rules.stream()
            .filter(one -> one.matcher().matches(change.table().name()))
            .findFirst()
            .orElse(null);
    return Math.floorMod(hash(rule, change, commitTs), partitions);
  }

  private static int hash(Rule rule, RowChange change, long commitTs) {
    Table table = change.table();
    return switch (rule == null ? "default" : rule.partition()) {
      case "ts" -> Long.hashCode(commitTs);
      case "index-value", "rowid" -> mixed(table, index(rule, table), change.row());
      case "columns" -> mixed(table, named(rule, table), change.row());
      default -> spread(table.name().hashCode());
    };
  }

  private static List<Integer> index(Rule rule, Table table) {
    return table.uniqueKeys().stream()
        .filter(key -> key.name().equals(rule.index()))
        .findFirst()
        .map(Table.UniqueKey::columns)
        .orElse(table.handleKey());
  }

  private static List<Integer> named(Rule rule, Table table) {
    return IntStream.range(0, table.columns().size())
        .filter(column -> rule.columns().contains(table.columns().get(column).name()))
        .boxed()
        .toList();
  }

  private static int mixed(Table table, List<Integer> columns, List<String> row) {
    return spread(Objects.hash(table.name(), table.values(columns, row)));
  }

  /** Hashes of short strings differ only in their low bits. */
  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ mixed >>> 15;
  }
}
