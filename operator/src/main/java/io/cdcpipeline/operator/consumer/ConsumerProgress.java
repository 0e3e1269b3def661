package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.remote.Tso;
import io.cdcpipeline.operator.status.Hop;
import io.cdcpipeline.operator.status.HopReading;
import io.cdcpipeline.operator.status.StatusSections;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How far a consumer group has come.
 *
 * @param lag records of the topic that it has not committed, rounded
 * @param kafka up to which watermark the topic is known to have everything; empty if records wait
 *     in every partition, because nobody has read what they are
 * @param consumer the oldest watermark that is committed; empty before the first
 * @param heartbeats of how many partitions heartbeats are written; 0 by consumers before 0.2
 */
record ConsumerProgress(
    long lag, Optional<Instant> kafka, Optional<Instant> consumer, int heartbeats) {
  /** What the consumer commits with an offset; {@code window} is that of its heartbeats. */
  private static final Pattern METADATA =
      Pattern.compile("cdc\\d+ watermark=(\\d{1,19})( from=\\d+ window=[1-9]\\d*)?.*");

  /**
   * A partition of the topic.
   *
   * @param behind records that are not committed
   * @param metadata of the commit; "" for none
   */
  record Partition(long behind, String metadata) {
    Optional<Instant> watermark() {
      var parsed = METADATA.matcher(metadata);
      return parsed.matches()
          ? Optional.of(Long.parseLong(parsed.group(1))).filter(tso -> tso > 0).map(Tso::instant)
          : Optional.empty();
    }

    boolean writesHeartbeats() {
      var parsed = METADATA.matcher(metadata);
      return parsed.matches() && parsed.group(2) != null;
    }
  }

  static ConsumerProgress of(Collection<Partition> partitions) {
    return new ConsumerProgress(
        ConsumerLag.rounded(partitions.stream().mapToLong(Partition::behind).sum()),
        oldest(partitions.stream().filter(p -> p.behind() == 0)),
        oldest(partitions.stream()),
        (int) partitions.stream().filter(Partition::writesHeartbeats).count());
  }

  private static Optional<Instant> oldest(Stream<Partition> partitions) {
    return partitions.flatMap(p -> p.watermark().stream()).min(Comparator.naturalOrder());
  }

  StatusSections hops(Instant at) {
    var read = new HopReading(consumer.orElse(null), consumer.isPresent() ? heartbeats : -1, at);
    return StatusSections.of(Hop.KAFKA, new HopReading(kafka.orElse(null), read.partitions(), at))
        .and(StatusSections.of(Hop.CONSUMER, read));
  }

  // Equal answers wake no reconcile, and advancing watermarks are the normal case.
  private List<Object> significantFields() {
    return List.of(lag, consumer.isPresent(), heartbeats);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConsumerProgress that
        && significantFields().equals(that.significantFields());
  }

  @Override
  public int hashCode() {
    return significantFields().hashCode();
  }
}
