package io.cdcpipeline.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions that the group has assigned to this consumer. */
final class Assignment implements ConsumerRebalanceListener {
  private static final Logger log = LoggerFactory.getLogger(Assignment.class);
  private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(1);

  private final Consumer<?, ?> consumer;
  private final LoopParts parts;
  private final StartOffsets startOffsets;
  private final Runnable beforeRevocation;
  private final Map<TopicPartition, PartitionState> owned = new HashMap<>();

  /** How many partitions the topic has; 0 if unknown. */
  private int topicSize;

  /**
   * @param beforeRevocation writes and commits everything, because the next owner resumes there
   */
  Assignment(
      Consumer<?, ?> consumer,
      LoopParts parts,
      StartOffsets startOffsets,
      Runnable beforeRevocation) {
    this.consumer = consumer;
    this.parts = parts;
    this.startOffsets = startOffsets;
    this.beforeRevocation = beforeRevocation;
  }

  Map<TopicPartition, PartitionState> owned() {
    return owned;
  }

  /** The partition, or null if it was revoked, or assigned again and not yet resumed. */
  PartitionState readable(TopicPartition tp) {
    PartitionState partition = owned.get(tp);
    return partition == null || startOffsets.isPending(partition) ? null : partition;
  }

  /** Lets new partitions be read once it is known where they resume. */
  void resumeNew() {
    consumer.resume(startOffsets.resolve(topicSize));
  }

  /** After all partitions were paused. */
  void resumeAll() {
    consumer.resume(owned.keySet().stream().filter(tp -> readable(tp) != null).toList());
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> added) {
    // A topic that grows is assigned again, so its size is read here and nowhere else.
    topicSize = topicSize();
    owned.values().forEach(partition -> partition.setPartitions(topicSize));
    for (TopicPartition tp : added) {
      PartitionState partition = new PartitionState(tp, parts.budget(), parts.pipeline());
      owned.put(tp, partition);
      startOffsets.add(partition);
    }
    consumer.pause(added);
    changed("assigned", added);
    parts.health().setAssigned(true);
  }

  private int topicSize() {
    try {
      List<PartitionInfo> partitions = consumer.partitionsFor(parts.topic(), METADATA_TIMEOUT);
      return partitions == null ? 0 : partitions.size();
    } catch (KafkaException unknown) {
      return 0;
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    if (revoked.isEmpty()) {
      return;
    }
    beforeRevocation.run();
    release(revoked);
    changed("revoked", revoked);
  }

  /** Others already own these: a commit would rightly be rejected. */
  @Override
  public void onPartitionsLost(Collection<TopicPartition> lost) {
    release(lost);
    changed("lost", lost);
    parts.health().setAssigned(false);
  }

  private void release(Collection<TopicPartition> partitions) {
    for (TopicPartition tp : partitions) {
      PartitionState partition = owned.remove(tp);
      if (partition != null) {
        partition.release();
      }
    }
  }

  /** When the client is closed without a rebalance: frees what the partitions keep in memory. */
  void releaseAll() {
    release(List.copyOf(owned.keySet()));
  }

  private void changed(String what, Collection<TopicPartition> partitions) {
    parts.metrics().rebalances.incrementAndGet();
    parts.metrics().setPartitions(owned.values());
    log.atInfo()
        .addKeyValue("change", what)
        .addKeyValue("partitions", partitions)
        .addKeyValue("owned", owned.size())
        .log("Assignment changed");
  }
}
