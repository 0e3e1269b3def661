package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.endpoint.DesiredTopic;
import io.cdcpipeline.operator.endpoint.KafkaAdminClients;
import io.cdcpipeline.operator.endpoint.Replication;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks real brokers, with the rights of the credentials that the user gave. */
final class KafkaTopicService implements TopicService {
  private static final int TIMEOUT_MS = 15_000;

  /** The client's own time-out says what it waited for; ours is only the bound behind it. */
  private static final int BOUND_MS = 20_000;

  @Override
  public Found ensure(Map<String, Object> client, DesiredTopic topic) throws Exception {
    try (var admin = KafkaAdminClients.open(client, TIMEOUT_MS)) {
      var known = describe(admin, topic.name());
      if (known.isEmpty()) {
        return new Found(create(admin, topic), "");
      }
      grow(admin, topic, known.get().partitions().size());
      var differences = TopicDrift.of(topic, known.get(), settings(admin, topic.name()));
      return new Found(known.get().partitions().get(0).replicas().size(), differences);
    }
  }

  private static int create(Admin admin, DesiredTopic topic) throws Exception {
    var wish =
        topic.replicas() != null
            ? topic
            : topic.withReplicas(
                Replication.replicationFactor(await(admin.describeCluster().nodes()).size()));
    try {
      await(admin.createTopics(List.of(newTopic(wish))).all());
    } catch (ExecutionException e) {
      // Made by somebody else since we looked; compared the next time.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
    return wish.replicas();
  }

  private static NewTopic newTopic(DesiredTopic topic) {
    var config = new TreeMap<String, String>();
    topic.config().forEach((key, value) -> config.put(key, String.valueOf(value)));
    return new NewTopic(topic.name(), topic.partitions(), topic.replicas().shortValue())
        .configs(config);
  }

  private static void grow(Admin admin, DesiredTopic topic, int partitions) throws Exception {
    if (partitions < topic.partitions()) {
      var more = NewPartitions.increaseTo(topic.partitions());
      await(admin.createPartitions(Map.of(topic.name(), more)).all());
    }
  }

  private static Optional<TopicDescription> describe(Admin admin, String topic) throws Exception {
    try {
      return Optional.of(await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Map<String, String> settings(Admin admin, String topic) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var config = await(admin.describeConfigs(List.of(resource)).all()).get(resource);
    var settings = new TreeMap<String, String>();
    new ArrayList<>(config.entries()).forEach(e -> settings.put(e.name(), e.value()));
    return settings;
  }

  private static <T> T await(KafkaFuture<T> future) throws Exception {
    return future.get(BOUND_MS, TimeUnit.MILLISECONDS);
  }
}
