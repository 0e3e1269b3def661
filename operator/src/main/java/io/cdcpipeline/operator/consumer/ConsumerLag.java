package io.cdcpipeline.operator.consumer;

import java.util.List;
import java.util.Map;

/** How far a consumer group is behind its topic; this stage's only call to Kafka. */
interface ConsumerLag {
  /**
   * Every partition of the topic: how many records the group has not committed yet, and what it
   * committed with its offset.
   *
   * @param client connection properties of a Kafka client
   * @throws io.cdcpipeline.operator.status.StageException when Kafka does not answer or refuses
   */
  List<ConsumerProgress.Partition> of(Map<String, Object> client, String group, String topic);

  /** Two significant digits: every change of the number is a write of the status. */
  static long rounded(long lag) {
    if (lag < 100) {
      return 0;
    }
    long unit = (long) Math.pow(10, Math.floor(Math.log10((double) lag)) - 1);
    return lag / unit * unit;
  }
}
