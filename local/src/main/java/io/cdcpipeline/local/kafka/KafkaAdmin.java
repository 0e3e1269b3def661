package io.cdcpipeline.local.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What Strimzi's topic operator does in a broker; users are in {@link KafkaUsers}. */
public final class KafkaAdmin implements AutoCloseable {
  private final Admin admin;

  KafkaAdmin(Map<String, Object> config) {
    this.admin = Admin.create(config);
  }

  boolean answers() {
    try {
      return !get(admin.describeCluster().nodes()).isEmpty();
    } catch (KafkaAdminException e) {
      return false;
    }
  }

  public KafkaUsers users() {
    return new KafkaUsers(admin);
  }

  /** Number of partitions; empty if the topic does not exist. */
  public Optional<Integer> partitions(String topic) {
    try {
      TopicDescription found =
          get(admin.describeTopics(List.of(topic)).topicNameValues().get(topic));
      return Optional.of(found.partitions().size());
    } catch (KafkaAdminException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Creates the topic, or adds partitions and sets its configuration to exactly that of the spec.
   */
  public void applyTopic(TopicSpec topic) {
    Optional<Integer> partitions = partitions(topic.name());
    if (partitions.isEmpty()) {
      NewTopic fresh =
          new NewTopic(topic.name(), topic.partitions(), (short) topic.replicas())
              .configs(topic.config());
      get(admin.createTopics(List.of(fresh)).all());
      return;
    }
    if (partitions.get() > topic.partitions()) {
      throw new KafkaAdminException("Decreasing partitions not supported", null);
    }
    if (partitions.get() < topic.partitions()) {
      NewPartitions more = NewPartitions.increaseTo(topic.partitions());
      get(admin.createPartitions(Map.of(topic.name(), more)).all());
    }
    applyConfig(topic);
  }

  /** Like the topic operator, removes settings that are not in the spec. */
  private void applyConfig(TopicSpec topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    List<AlterConfigOp> changes = new ArrayList<>();
    topic
        .config()
        .forEach(
            (name, value) ->
                changes.add(
                    new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
    get(admin.describeConfigs(Set.of(resource)).values().get(resource)).entries().stream()
        .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
        .filter(entry -> !topic.config().containsKey(entry.name()))
        .forEach(entry -> changes.add(new AlterConfigOp(entry, AlterConfigOp.OpType.DELETE)));
    get(admin.incrementalAlterConfigs(Map.of(resource, changes)).all());
  }

  public void removeTopic(String topic) {
    if (partitions(topic).isPresent()) {
      get(admin.deleteTopics(List.of(topic)).all());
    }
  }

  static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new KafkaAdminException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaAdminException("interrupted", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
