package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.consumer.ConsumerProgress.Partition;
import io.cdcpipeline.operator.endpoint.KafkaAdminClients;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Real brokers; needs no more privileges than the consumer has. */
final class KafkaConsumerLag implements ConsumerLag {
  private static final int TIMEOUT_MS = 10_000;

  @Override
  public List<Partition> of(Map<String, Object> client, String group, String topic) {
    return KafkaAdminClients.call(client, TIMEOUT_MS, admin -> partitions(admin, group, topic));
  }

  private static List<Partition> partitions(Admin admin, String group, String topic)
      throws Exception {
    var ends = await(admin.listOffsets(latest(admin, topic)).all());
    var committed = await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    return ends.entrySet().stream()
        .map(end -> partition(end.getValue(), committed.get(end.getKey())))
        .toList();
  }

  private static Map<TopicPartition, OffsetSpec> latest(Admin admin, String topic)
      throws Exception {
    var specs = new HashMap<TopicPartition, OffsetSpec>();
    await(admin.describeTopics(List.of(topic)).allTopicNames())
        .get(topic)
        .partitions()
        .forEach(p -> specs.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
    return specs;
  }

  private static Partition partition(ListOffsetsResultInfo end, OffsetAndMetadata committed) {
    return committed == null
        ? new Partition(end.offset(), "")
        : new Partition(Math.max(0, end.offset() - committed.offset()), committed.metadata());
  }

  private static <T> T await(KafkaFuture<T> future) throws Exception {
    return future.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
  }
}
