package io.cdcpipeline.consumer;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that the log still has what was read before a committed offset. The committed leader epoch
 * shows it: the client asks the leader where that epoch ends, and moves the position there, without
 * a word, if that is before the offset.
 */
final class OffsetValidation {
  private static final Logger log = LoggerFactory.getLogger(OffsetValidation.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Consumer<?, ?> consumer;
  private final LostRecords lost;
  private final LeaderEpochs leaderEpochs;
  private final Time time;

  OffsetValidation(
      Consumer<?, ?> consumer, LostRecords lost, LeaderEpochs leaderEpochs, Time time) {
    this.consumer = consumer;
    this.lost = lost;
    this.leaderEpochs = leaderEpochs;
    this.time = time;
  }

  /**
   * Moves the consumer to each committed offset and returns where each partition resumes: there, or
   * earlier if the log was truncated. Those whose leader has not answered are left out.
   *
   * @throws ReconnectException if a new client is needed to read a partition
   */
  Map<PartitionState, CommittedPosition> validate(
      Map<PartitionState, CommittedPosition> committed) {
    Map<PartitionState, CommittedPosition> valid = new HashMap<>();
    Map<PartitionState, CommittedPosition> unknown = new HashMap<>();
    committed.forEach(
        (partition, position) -> consumer.seek(partition.topicPartition(), position.toKafka()));
    long deadline = time.nanos() + TIMEOUT.toNanos();
    committed.forEach(
        (partition, position) -> {
          try {
            valid.put(partition, validate(partition, position, deadline));
          } catch (TimeoutException e) {
            unknown.put(partition, position);
            log.atWarn()
                .addKeyValue("error", e.toString())
                .log("Cannot verify a committed offset, retrying");
          }
        });
    startAgainIfRecreated(unknown);
    return valid;
  }

  private CommittedPosition validate(
      PartitionState partition, CommittedPosition position, long deadline) {
    TopicPartition tp = partition.topicPartition();
    Duration left = Duration.ofNanos(Math.max(0, deadline - time.nanos()));
    if (position.epoch().isPresent()) {
      long found = consumer.position(tp, left);
      if (found < position.offset()) {
        lost.reportTruncation(partition, position.offset(), found);
        return position.truncatedTo(found);
      }
    } else if (position.offset() > consumer.endOffsets(Set.of(tp), left).get(tp)) {
      // The topic was recreated: waiting for an offset it has not reached would lose its rows.
      lost.reportTruncation(partition, position.offset(), 0);
      return CommittedPosition.withoutState(0, Optional.empty());
    }
    return position;
  }

  /**
   * A committed epoch above the leader's is that of an earlier topic of this name. The client waits
   * for it for ever, and knows it as soon as it has fetched the commit: only another commit and a
   * new client can help.
   */
  private void startAgainIfRecreated(Map<PartitionState, CommittedPosition> unknown) {
    Set<PartitionState> suspects = new HashSet<>(unknown.keySet());
    suspects.removeIf(partition -> unknown.get(partition).epoch().isEmpty());
    if (suspects.isEmpty()) {
      return;
    }
    Map<TopicPartition, Integer> epochs = leaderEpochs.current(partitions(suspects));
    suspects.removeIf(
        partition -> {
          Integer current = epochs.get(partition.topicPartition());
          return current == null || current >= unknown.get(partition).epoch().orElseThrow();
        });
    if (suspects.isEmpty()) {
      return;
    }
    try {
      Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
      partitions(suspects).forEach(tp -> start.put(tp, new OffsetAndMetadata(0)));
      consumer.commitSync(start, TIMEOUT);
    } catch (KafkaException e) {
      log.atWarn().addKeyValue("error", e.toString()).log("Cannot reset an offset, retrying");
      return;
    }
    suspects.forEach(p -> lost.reportTruncation(p, unknown.get(p).offset(), 0));
    throw new ReconnectException("reading a recreated topic from its start");
  }

  private static Set<TopicPartition> partitions(Set<PartitionState> states) {
    return states.stream().map(PartitionState::topicPartition).collect(Collectors.toSet());
  }
}
