package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.consumer.ReplayScope.Partition;
import java.util.List;
import java.util.Map;

/** Looks up what Kafka still has of a topic. */
interface ReplayLookup {
  /**
   * The partitions of a topic.
   *
   * @param client properties of Kafka's client
   * @throws io.cdcpipeline.operator.status.StageException when Kafka does not answer or refuses
   */
  List<Partition> of(Map<String, Object> client, String topic);
}
