package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.config.ConsumerSettings;
import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.event.Digests;
import io.cdcpipeline.consumer.event.PipelineName;
import io.cdcpipeline.consumer.event.Redaction;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.consumer.metrics.RuntimeMetrics;
import io.cdcpipeline.consumer.output.DeadLetterLog;
import io.cdcpipeline.consumer.output.DeadLetters;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * {@code --train}: loads the classes that start-up needs, without a broker, and exits. The image
 * build records them in the JVM's cache; see README, "JVM".
 */
final class ClassCacheTraining {
  private static final String MESSAGE =
      "{\"id\":0,\"database\":\"d\",\"table\":\"t\",\"pkNames\":[\"id\"],\"isDdl\":false,"
          + "\"type\":\"UPDATE\",\"es\":1,\"ts\":1,\"sql\":\"\",\"sqlType\":{\"id\":4},"
          + "\"mysqlType\":{\"id\":\"int\"},\"old\":[{\"id\":\"1\"}],\"data\":[{\"id\":\"1\"}],"
          + "\"_tidb\":{\"commitTs\":450000000000000001}}";

  private ClassCacheTraining() {}

  static void run() {
    LoggingSetup.configure("off");
    var environment =
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9",
            "KAFKA_TOPIC", "train",
            "KAFKA_GROUP_ID", "train",
            "METRICS_PORT", "0");
    ConsumerSettings settings = ConsumerSettings.from(environment);
    var budget = new Deduplicator.Budget(settings.dedupMaxEntries());
    ConsumerMetrics metrics = new ConsumerMetrics(budget);
    decode(metrics, budget);
    scrape(metrics, settings);
    try (var consumer =
        EventConsumer.connect(settings, new PollBudget(Runtime.getRuntime().maxMemory()))) {
      consumer.subscribe(List.of(settings.topic()));
      consumer.poll(Duration.ofMillis(500));
    }
  }

  private static void decode(ConsumerMetrics metrics, Deduplicator.Budget budget) {
    RecordProcessor processor =
        new RecordProcessor(
            Redaction.NONE,
            Digests.withKey(""),
            new DeadLetterLog(new DeadLetters.Discarding(), Time.SYSTEM.nanoTime()),
            metrics,
            Integer.MAX_VALUE,
            Selection.EVERYTHING);
    var partition = new PartitionState(new TopicPartition("train", 0), budget, PipelineName.NONE);
    ByteWriter lines = new ByteWriter(1024);
    for (int offset = 0; offset < 10_000; offset++) {
      lines.clear();
      ByteBuffer value = ByteBuffer.wrap(ByteWriter.utf8(MESSAGE));
      processor.process(
          new ConsumerRecord<>("train", 0, offset, null, value), partition, lines, () -> lines);
    }
  }

  private static void scrape(ConsumerMetrics metrics, ConsumerSettings settings) {
    PrometheusRegistry registry = new PrometheusRegistry();
    registry.register(metrics);
    RuntimeMetrics.register(registry);
    var endpoints = new ConsumerEndpoints(registry);
    endpoints.serve(settings.metrics(), new HealthState(Time.SYSTEM)).close();
    endpoints.scrape("");
  }
}
