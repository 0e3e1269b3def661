package io.cdcpipeline.local.demo;

import java.util.Map;
import java.util.TreeMap;

/** How many changes a hop has seen, by table and operation. */
public record Counts(Map<TableOp, Long> byKey) {

  public static Counts empty() {
    return new Counts(new TreeMap<>());
  }

  public void add(TableOp key, long more) {
    byKey.merge(key, more, Long::sum);
  }

  public long of(TableOp key) {
    return byKey.getOrDefault(key, 0L);
  }

  public long total() {
    return byKey.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Only the tables of one database, without those whose count is 0. */
  public Counts within(String database) {
    Counts some = empty();
    byKey.forEach(
        (key, count) -> {
          if (key.table().startsWith(database + ".") && count > 0) {
            some.add(key, count);
          }
        });
    return some;
  }
}
