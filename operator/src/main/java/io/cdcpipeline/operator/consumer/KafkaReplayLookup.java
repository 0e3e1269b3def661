package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.consumer.ReplayScope.Partition;
import io.cdcpipeline.operator.endpoint.KafkaAdminClients;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Real brokers; needs no more privileges than the consumer has. */
final class KafkaReplayLookup implements ReplayLookup {
  private static final int TIMEOUT_MS = 10_000;

  @Override
  public List<Partition> of(Map<String, Object> client, String topic) {
    return KafkaAdminClients.call(client, TIMEOUT_MS, admin -> partitions(admin, topic));
  }

  private static List<Partition> partitions(Admin admin, String topic) throws Exception {
    // Only a search by time returns one, and every record is of 1970 or later.
    var since1970 = new HashMap<TopicPartition, OffsetSpec>();
    var earliest = new HashMap<TopicPartition, OffsetSpec>();
    for (var partition :
        await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions()) {
      since1970.put(new TopicPartition(topic, partition.partition()), OffsetSpec.forTimestamp(0));
      earliest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.earliest());
    }
    var times = await(admin.listOffsets(since1970).all());
    return await(admin.listOffsets(earliest).all()).entrySet().stream()
        .map(first -> partition(first.getValue(), times.get(first.getKey())))
        .toList();
  }

  /** An offset of -1 stands for no record. */
  private static Partition partition(ListOffsetsResultInfo first, ListOffsetsResultInfo byTime) {
    return new Partition(
        first.offset(), byTime.offset() < 0 ? null : Instant.ofEpochMilli(byTime.timestamp()));
  }

  private static <T> T await(KafkaFuture<T> future) throws Exception {
    return future.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
  }
}
