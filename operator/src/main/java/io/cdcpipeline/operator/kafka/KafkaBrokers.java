package io.cdcpipeline.operator.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks real brokers, with the rights of the credentials that the user gave. */
final class KafkaBrokers implements KafkaAdmin {
  private static final int TIMEOUT_MS = 15_000;

  @Override
  public String ensure(Map<String, Object> client, TopicWish topic) throws Exception {
    var properties = new HashMap<>(client);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
    try (var admin = Admin.create(properties)) {
      var known = describe(admin, topic.name());
      if (known.isEmpty()) {
        await(admin.createTopics(List.of(wanted(topic))).all());
        return "";
      }
      return adjust(admin, topic, known.get().partitions().size());
    }
  }

  private static String adjust(Admin admin, TopicWish topic, int partitions) throws Exception {
    if (partitions < topic.partitions()) {
      var more = NewPartitions.increaseTo(topic.partitions());
      await(admin.createPartitions(Map.of(topic.name(), more)).all());
    }
    return partitions > topic.partitions()
        ? "topic %s has %d partitions and the spec %d: Kafka cannot remove any"
            .formatted(topic.name(), partitions, topic.partitions())
        : "";
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

  private static NewTopic wanted(TopicWish topic) {
    var replicas = Optional.ofNullable(topic.replicas()).map(Integer::shortValue);
    return new NewTopic(topic.name(), Optional.of(topic.partitions()), replicas)
        .configs(
            Map.of(
                "cleanup.policy", "delete",
                "retention.ms", String.valueOf(topic.retentionMs()),
                "max.message.bytes", String.valueOf(topic.maxMessageBytes())));
  }

  private static <T> T await(KafkaFuture<T> future) throws Exception {
    return future.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
  }
}
