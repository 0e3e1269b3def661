package io.cdcpipeline.operator.kafka;

import java.util.Map;

/** Topics of an existing Kafka; the one call of this stage to brokers. */
interface KafkaAdmin {
  /**
   * Creates the topic where it is absent and adds partitions where there are too few.
   *
   * @param client connection properties of a Kafka client
   * @return what differs and was left as it is, as a sentence; empty when all is as wished
   * @throws Exception when Kafka does not answer or refuses
   */
  String ensure(Map<String, Object> client, TopicWish topic) throws Exception;
}
