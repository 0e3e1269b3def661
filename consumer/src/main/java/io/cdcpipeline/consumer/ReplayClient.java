package io.cdcpipeline.consumer;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Kafka client of a replay, replaced by a careful one if a record exhausts its memory. */
final class ReplayClient implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReplayClient.class);

  private final Supplier<Consumer<ByteBuffer, ByteBuffer>> careful;
  private final OversizedRecords oversized;
  private Consumer<ByteBuffer, ByteBuffer> consumer;

  ReplayClient(
      Consumer<ByteBuffer, ByteBuffer> first,
      Supplier<Consumer<ByteBuffer, ByteBuffer>> careful,
      OversizedRecords oversized) {
    this.consumer = first;
    this.careful = careful;
    this.oversized = oversized;
  }

  Consumer<ByteBuffer, ByteBuffer> consumer() {
    return consumer;
  }

  /**
   * Continues with another client, as one whose memory was exhausted may not work any more, at the
   * first record of each partition that can be received.
   *
   * @param open the partitions that are still read, each at its next offset
   */
  void passOver(Collection<PartitionState> open) {
    log.warn("Kafka's client has no memory for a record: connecting again");
    OversizedRecords.close(consumer);
    consumer = careful.get();
    consumer.assign(open.stream().map(PartitionState::topicPartition).toList());
    for (PartitionState partition : open) {
      TopicPartition topicPartition = partition.topicPartition();
      consumer.seek(topicPartition, partition.nextOffset);
      oversized.passOver(partition, consumer);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
