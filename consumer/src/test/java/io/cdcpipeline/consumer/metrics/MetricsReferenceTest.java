package io.cdcpipeline.consumer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/metrics.md is generated from a scrape of the consumer. */
class MetricsReferenceTest {
  private static final Path FILE =
      Path.of(System.getProperty("repository.root", ".."), "docs/metrics.md");
  private static final String HEAD =
      """
      # Metrics of the consumer

      Generated from the code by `make golden`. There are also `kafka_consumer_*`, the metrics of Kafka's client, and `jvm_*`
      and `process_*`, those of the runtime. `op` is insert, update, delete or ddl. For the operator's metrics see
      [reference.md](reference.md).

      In the OpenMetrics format each counter and histogram also has `_created`, the time at which it was 0. With the feature
      `created-timestamp-zero-ingestion` a Prometheus from 3.0 on counts what a counter had before its first scrape; without it the
      pipeline's monitor drops these series, and alerts and panels compare with `process_start_time_seconds`.

      | Metric | Type | Labels | Meaning |
      |---|---|---|---|
      """;

  @Test
  void matchesAScrape() throws IOException {
    ConsumerMetrics metrics = new ConsumerMetrics(new Deduplicator.Budget(1));
    metrics.table("shop", "orders");
    String rows =
        metrics.collect().stream().map(MetricsReferenceTest::row).collect(Collectors.joining());

    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(FILE, HEAD + rows);
    }
    assertThat(HEAD + rows).as("out of date: run make golden").isEqualTo(Files.readString(FILE));
  }

  private static String row(MetricSnapshot metric) {
    boolean counter = metric instanceof CounterSnapshot;
    String type = counter ? "counter" : metric instanceof HistogramSnapshot ? "histogram" : "gauge";
    String labels =
        metric.getDataPoints().stream()
            .findFirst()
            .map(p -> p.getLabels().stream().map(Label::getName).collect(Collectors.joining(", ")))
            .orElse("");
    return "| `%s%s` | %s | %s | %s |\n"
        .formatted(
            metric.getMetadata().getName(),
            counter ? "_total" : "",
            type,
            labels,
            metric.getMetadata().getHelp());
  }
}
