package io.cdcpipeline.operator.consumer;

import java.util.Map;

/** How far a consumer group is behind its topic; the one call of this stage to Kafka. */
interface ConsumerLag {
  /**
   * Records of the topic that the group has not committed yet.
   *
   * @param client connection properties of a Kafka client
   * @throws Exception when Kafka does not answer or refuses
   */
  long of(Map<String, Object> client, String group, String topic) throws Exception;

  /** Two digits are what a person reads; a number that changes every second is a write a second. */
  static long rounded(long lag) {
    if (lag < 100) {
      return 0;
    }
    long unit = (long) Math.pow(10, Math.floor(Math.log10((double) lag)) - 1);
    return lag / unit * unit;
  }
}
