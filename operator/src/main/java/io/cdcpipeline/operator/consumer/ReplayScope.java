package io.cdcpipeline.operator.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * What Kafka still has of a topic.
 *
 * @param oldest when the oldest record of all partitions was sent; null without records
 * @param completeFrom from when on no partition has lost a record; null if none has lost any
 */
record ReplayScope(Instant oldest, Instant completeFrom) {
  /** Retention works by whole segments, and clocks differ: less is not worth a warning. */
  private static final Duration TOLERANCE = Duration.ofSeconds(1);

  /**
   * A partition.
   *
   * @param firstOffset of the records that are left; above 0 if some were deleted
   * @param firstTime when the first of them was sent; null without any
   */
  record Partition(long firstOffset, Instant firstTime) {}

  static ReplayScope of(Collection<Partition> partitions, Instant now) {
    var oldest =
        partitions.stream()
            .map(Partition::firstTime)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder());
    var complete =
        partitions.stream()
            .filter(p -> p.firstOffset() > 0)
            .map(p -> p.firstTime() == null ? now : p.firstTime())
            .max(Comparator.naturalOrder());
    return new ReplayScope(oldest.orElse(null), complete.orElse(null));
  }

  /** What is missing of a replay from then on, and what can bring it instead. */
  Optional<String> gap(Instant from) {
    return completeFrom == null || !from.plus(TOLERANCE).isBefore(completeFrom)
        ? Optional.empty()
        : Optional.of(
            ("Kafka has all records only from %s on, so of the changes before that, some are not"
                    + " replayed; as long as TiDB has them, spec.changefeed.startFrom: {timestamp:"
                    + " \"%s\"} with a new restartNonce sends them again")
                .formatted(completeFrom, from));
  }
}
