package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.canal.CanalMessage;
import io.cdcpipeline.consumer.event.WatermarkWindow;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which of the changes and windows that are read become lines. */
interface Selection {
  /** What a consumer group writes. */
  Selection EVERYTHING =
      new Selection() {
        @Override
        public boolean includes(
            CanalMessage change, ConsumerRecord<?, ?> message, long recordTime, boolean duplicate) {
          return true;
        }

        @Override
        public boolean includes(WatermarkWindow.Closed window, ConsumerRecord<?, ?> message) {
          return true;
        }
      };

  /**
   * Whether a row or schema change is written and counted; called once for each.
   *
   * @param recordTime the time of its record in epoch milliseconds
   * @param duplicate whether the partition has delivered it before
   */
  boolean includes(
      CanalMessage change, ConsumerRecord<?, ?> message, long recordTime, boolean duplicate);

  /** Whether a closed window becomes a heartbeat; called once for each. */
  boolean includes(WatermarkWindow.Closed window, ConsumerRecord<?, ?> message);
}
