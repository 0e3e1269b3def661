package io.cdcpipeline.consumer;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What a loop whose client could not continue leaves to the next one.
 *
 * @param written up to where each partition is written, though perhaps not committed
 * @param oversized how to pass over records that the client has no memory for; empty unless one has
 *     been met
 */
record Handover(
    Map<TopicPartition, CommittedPosition> written, Optional<OversizedRecords> oversized) {
  static final Handover NONE = new Handover(Map.of(), Optional.empty());
}
