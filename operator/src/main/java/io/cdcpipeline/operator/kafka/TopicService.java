package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.endpoint.DesiredTopic;
import java.util.Map;

/** Topics of an existing Kafka; this stage's only call to brokers. */
interface TopicService {
  /**
   * A topic as it exists.
   *
   * @param drift what differs from the spec and was left as it is, as a sentence; empty for nothing
   */
  record ExistingTopic(int replicationFactor, String drift) {}

  /**
   * Creates the topic if it does not exist, and adds partitions if it has too few.
   *
   * @param client connection properties of a Kafka client
   * @throws io.cdcpipeline.operator.status.StageException when Kafka does not answer or refuses
   */
  ExistingTopic ensure(Map<String, Object> client, DesiredTopic topic);
}
