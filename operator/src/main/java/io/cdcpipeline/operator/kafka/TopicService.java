package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.endpoint.DesiredTopic;
import java.util.Map;

/** Topics of an existing Kafka; the one call of this stage to brokers. */
interface TopicService {
  /**
   * A topic that is there.
   *
   * @param replicationFactor how many replicas it has
   * @param differences what is not as wished and was left so, as a sentence; empty for nothing
   */
  record Found(int replicationFactor, String differences) {}

  /**
   * Creates the topic where it is absent and adds partitions where there are too few.
   *
   * @param client connection properties of a Kafka client
   * @throws Exception when Kafka does not answer or refuses
   */
  Found ensure(Map<String, Object> client, DesiredTopic topic) throws Exception;
}
