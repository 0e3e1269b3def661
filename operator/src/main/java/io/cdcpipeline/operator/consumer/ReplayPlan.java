package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.api.ReplayFrom;
import io.cdcpipeline.operator.api.ReplaySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A replay with everything decided: what the Job is made of.
 *
 * @param from as in the spec, or {@link #EARLIEST}
 * @param to the last commit time
 * @param bounds the first commit times of the second part and those after it; each part is a pod of
 *     its own, so that a failure repeats only a part and progress is seen
 * @param tables empty for all
 */
record ReplayPlan(
    long nonce,
    String from,
    Instant to,
    List<Instant> bounds,
    List<String> tables,
    Instant startedAt) {
  static final String EARLIEST = "earliest";

  /** Each part reads two hours more than it writes, so many small ones would read too much. */
  private static final Duration SHORTEST_PART = Duration.ofHours(6);

  private static final int MOST_PARTS = 100;

  /**
   * Plans a replay that starts now: nothing of the future can be replayed.
   *
   * @param kafkaFrom when the oldest record was sent that Kafka has; null without any
   */
  static ReplayPlan of(ReplaySpec spec, Instant kafkaFrom, Instant now) {
    var to = spec.to() == null ? now : earlier(instant(spec.to()), now);
    var asked = from(spec.from());
    var begin = kafkaFrom == null ? to : asked.isBefore(kafkaFrom) ? kafkaFrom : asked;
    return new ReplayPlan(
        spec.nonce(),
        text(spec.from()),
        to.truncatedTo(ChronoUnit.MILLIS),
        bounds(begin, to),
        spec.tables() == null ? List.of() : spec.tables(),
        now.truncatedTo(ChronoUnit.SECONDS));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static List<Instant> bounds(Instant begin, Instant to) {
    var length = Duration.between(begin, to);
    int parts = (int) Math.max(1, Math.min(MOST_PARTS, length.dividedBy(SHORTEST_PART)));
    return IntStream.range(1, parts)
        .mapToObj(part -> begin.plus(length.multipliedBy(part).dividedBy(parts)))
        .map(bound -> bound.truncatedTo(ChronoUnit.SECONDS))
        .toList();
  }

  /** The first commit time; 1970 for the earliest there is. */
  static Instant from(ReplayFrom from) {
    return from.timestamp() == null ? Instant.EPOCH : instant(from.timestamp());
  }

  static String text(ReplayFrom from) {
    return from.timestamp() == null ? EARLIEST : from.timestamp();
  }

  /** With any offset, as the API allows. */
  private static Instant instant(String timestamp) {
    return OffsetDateTime.parse(timestamp).toInstant();
  }

  int parts() {
    return bounds.size() + 1;
  }
}
