package io.cdcpipeline.local.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The counts of all hops side by side. */
public record Comparison(Map<String, Counts> hops) {

  public boolean equal() {
    Counts first = hops.values().iterator().next();
    return hops.values().stream().allMatch(first::equals);
  }

  public String table() {
    TreeSet<TableOp> keys = new TreeSet<>();
    hops.values().forEach(counts -> keys.addAll(counts.byKey().keySet()));
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("TABLE", "OP"));
    head.addAll(hops.keySet());
    head.add("");
    rows.add(head);
    for (TableOp key : keys) {
      List<Long> counts = hops.values().stream().map(c -> c.of(key)).toList();
      rows.add(row(key.table(), key.op(), counts));
    }
    rows.add(row("all", "", hops.values().stream().map(Counts::total).toList()));
    return TextTable.format(rows);
  }

  private static List<String> row(String table, String op, List<Long> counts) {
    List<String> row = new ArrayList<>(List.of(table, op));
    counts.forEach(count -> row.add(String.valueOf(count)));
    row.add(counts.stream().distinct().count() == 1 ? "equal" : "DIFFERENT");
    return row;
  }
}
