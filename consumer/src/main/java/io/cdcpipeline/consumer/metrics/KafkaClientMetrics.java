package io.cdcpipeline.consumer.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * The Kafka client's own metrics as gauges {@code kafka_<group>_<name>}, with Kafka's tags as
 * labels; the names are those Kafka documents, in characters that Prometheus allows.
 */
public final class KafkaClientMetrics implements MultiCollector {
  private final Supplier<Map<MetricName, ? extends Metric>> source;

  public KafkaClientMetrics(Supplier<Map<MetricName, ? extends Metric>> source) {
    this.source = source;
  }

  @Override
  public MetricSnapshots collect() {
    Map<String, GaugeSnapshot.Builder> gauges = new TreeMap<>();
    Map<String, Set<Labels>> seen = new TreeMap<>();
    for (Map.Entry<MetricName, ? extends Metric> entry : source.get().entrySet()) {
      MetricName name = entry.getKey();
      // Per-broker metrics would give each broker a series of its own, and are of little use.
      if (name.group().endsWith("-node-metrics")
          || !(entry.getValue().metricValue() instanceof Number value)) {
        continue;
      }
      String metric = clean("kafka_" + name.group() + "_" + name.name());
      if (seen.computeIfAbsent(metric, m -> new HashSet<>()).add(labels(name))) {
        gauges
            .computeIfAbsent(metric, m -> GaugeSnapshot.builder().name(m).help(help(name)))
            .dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(labels(name))
                    .value(value.doubleValue())
                    .build());
      }
    }
    MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
    gauges.values().forEach(gauge -> snapshots.metricSnapshot(gauge.build()));
    return snapshots.build();
  }

  private static String help(MetricName name) {
    return name.description().isEmpty() ? "A metric of the Kafka client." : name.description();
  }

  private static Labels labels(MetricName name) {
    var names = new ArrayList<String>();
    var values = new ArrayList<String>();
    name.tags()
        .forEach(
            (tag, value) -> {
              names.add(clean(tag));
              values.add(value);
            });
    return Labels.of(names, values);
  }

  /** Also drops suffixes that Prometheus reserves for other metric types. */
  private static String clean(String name) {
    String allowed = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    return allowed.replaceAll("_(total|info|created|bucket)$", "");
  }
}
