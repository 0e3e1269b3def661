package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.endpoint.DesiredTopic;
import io.cdcpipeline.operator.endpoint.KafkaAdminClients;
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

/** Real brokers, with the privileges of the user's credentials. */
final class KafkaTopicService implements TopicService {
  private static final int TIMEOUT_MS = 15_000;

  /** The client's own timeout says what it waited for; this is only the bound behind it. */
  private static final int HARD_TIMEOUT_MS = 20_000;

  @Override
  public ExistingTopic ensure(Map<String, Object> client, DesiredTopic topic) {
    return KafkaAdminClients.call(client, TIMEOUT_MS, admin -> ensure(admin, topic));
  }

  private static ExistingTopic ensure(Admin admin, DesiredTopic topic) throws Exception {
    var existing = describe(admin, topic.name());
    if (existing.isEmpty()) {
      return new ExistingTopic(create(admin, topic), "");
    }
    addPartitions(admin, topic, existing.get().partitions().size());
    var drift = TopicDrift.of(topic, existing.get(), settings(admin, topic.name()));
    return new ExistingTopic(existing.get().partitions().get(0).replicas().size(), drift);
  }

  private static int create(Admin admin, DesiredTopic topic) throws Exception {
    var desired =
        topic.replicas() != null
            ? topic
            : topic.withReplicas(
                DesiredTopic.replicationFactorFor(await(admin.describeCluster().nodes()).size()));
    try {
      await(admin.createTopics(List.of(newTopic(desired))).all());
    } catch (ExecutionException e) {
      // Somebody else created it in the meantime; the next check compares it.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
    return desired.replicas();
  }

  private static NewTopic newTopic(DesiredTopic topic) {
    var config = new TreeMap<String, String>();
    topic.config().forEach((key, value) -> config.put(key, String.valueOf(value)));
    return new NewTopic(topic.name(), topic.partitions(), topic.replicas().shortValue())
        .configs(config);
  }

  private static void addPartitions(Admin admin, DesiredTopic topic, int existing)
      throws Exception {
    if (existing < topic.partitions()) {
      var increase = NewPartitions.increaseTo(topic.partitions());
      await(admin.createPartitions(Map.of(topic.name(), increase)).all());
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
    config.entries().forEach(entry -> settings.put(entry.name(), entry.value()));
    return settings;
  }

  private static <T> T await(KafkaFuture<T> future) throws Exception {
    return future.get(HARD_TIMEOUT_MS, TimeUnit.MILLISECONDS);
  }
}
