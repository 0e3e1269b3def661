package io.cdcpipeline.operator.smoke;

import io.cdcpipeline.operator.database.SmokeTable;
import io.cdcpipeline.operator.smoke.Changes.Operations;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The consumers' own counters, summed. */
final class ConsumersHop implements Hop {
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^cdc_events_total\\{([^}]*)} ([0-9.eE+]+)");

  private final Supplier<List<TextServer>> consumers;
  private Operations before;

  ConsumersHop(Supplier<List<TextServer>> consumers) {
    this.consumers = consumers;
  }

  @Override
  public String name() {
    return "counters of the consumers";
  }

  @Override
  public boolean passesEverything() {
    return true;
  }

  @Override
  public void before() {
    before = now();
  }

  @Override
  public Seen look() {
    return Changes.seen(now().minus(before));
  }

  /** Of the table, since the consumers started. */
  Operations now() {
    var running = consumers.get();
    if (running.isEmpty()) {
      throw new IllegalStateException("no consumer is ready");
    }
    var metrics = running.stream().map(consumer -> consumer.get("/metrics")).toList();
    return new Operations(sum(metrics, "insert"), sum(metrics, "update"), sum(metrics, "delete"));
  }

  static long sum(List<String> metrics, String op) {
    return metrics.stream().mapToLong(text -> sum(text, op)).sum();
  }

  private static long sum(String metrics, String op) {
    return SAMPLE
        .matcher(metrics)
        .results()
        .filter(sample -> sample.group(1).contains("table=\"" + SmokeTable.NAME + "\""))
        .filter(sample -> sample.group(1).contains("op=\"" + op + "\""))
        .mapToLong(sample -> (long) Double.parseDouble(sample.group(2)))
        .sum();
  }
}
