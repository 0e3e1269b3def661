package io.cdcpipeline.local.ticdc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** TiCDC's checks of Kafka before it accepts a changefeed, with its error messages. */
final class SinkCheck implements AutoCloseable {
  private static final String TIMEOUT_MILLIS = "10000";
  private static final int DEFAULT_PARTITIONS = 3;
  private static final int RESERVED_BYTES = 128;

  private final SinkUri sink;
  private final Admin admin;

  /** The limits of the topic: partitions to write to, and maximum message size. */
  record Topic(int partitions, int maxMessageBytes) {}

  private SinkCheck(SinkUri sink) {
    this.sink = sink;
    Map<String, Object> config = KafkaLogin.config(sink);
    config.put("default.api.timeout.ms", TIMEOUT_MILLIS);
    config.put("request.timeout.ms", TIMEOUT_MILLIS);
    this.admin = Admin.create(config);
  }

  static Topic topic(SinkUri sink) {
    try (SinkCheck check = new SinkCheck(sink)) {
      return check.topic();
    } catch (KafkaException e) {
      throw SinkUri.invalid("[CDC:ErrKafkaNewProducer]new kafka producer: " + e.getMessage());
    }
  }

  private Topic topic() {
    int partitions = partitions();
    int wanted = sink.number("partition-num", partitions);
    if (wanted > partitions) {
      throw SinkUri.invalid(
          "[CDC:ErrKafkaInvalidPartitionNum]the number of partition (%d) specified in sink-uri is more than that of actual topic (%d)"
              .formatted(wanted, partitions));
    }
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, sink.topic());
    Config config = get(admin.describeConfigs(List.of(resource)).values().get(resource));
    inSync(Integer.parseInt(config.get("min.insync.replicas").value()));
    int allowed = Integer.parseInt(config.get("max.message.bytes").value()) - RESERVED_BYTES;
    return new Topic(wanted, Math.min(allowed, sink.maxMessageBytes()));
  }

  private int partitions() {
    try {
      return get(admin.describeTopics(List.of(sink.topic())).topicNameValues().get(sink.topic()))
          .partitions()
          .size();
    } catch (UnknownTopicOrPartitionException e) {
      return create();
    }
  }

  private int create() {
    if (!sink.flag("auto-create-topic", true)) {
      throw SinkUri.invalid(
          "[CDC:ErrKafkaInvalidConfig]`auto-create-topic` is false, and "
              + sink.topic()
              + " not found");
    }
    int partitions = sink.number("partition-num", DEFAULT_PARTITIONS);
    short replicas = (short) sink.number("replication-factor", 1);
    get(admin.createTopics(List.of(new NewTopic(sink.topic(), partitions, replicas))).all());
    return partitions;
  }

  /** Compares with the parameter, as TiCDC does, not with the topic's actual value. */
  private void inSync(int minimum) {
    int replicas = sink.number("replication-factor", 1);
    if (minimum > replicas && sink.number("required-acks", -1) == -1) {
      throw SinkUri.invalid(
          "[CDC:ErrKafkaInvalidConfig]TiCDC Kafka producer's `request.required.acks` defaults to -1, TiCDC cannot deliver messages when the `replication-factor` %d is smaller than the `min.insync.replicas` %d of %s"
              .formatted(replicas, minimum, sink.topic()));
    }
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
