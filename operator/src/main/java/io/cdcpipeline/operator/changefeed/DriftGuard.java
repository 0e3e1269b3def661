package io.cdcpipeline.operator.changefeed;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Keeps two parties that each put a changefeed "right" from doing so for ever. */
final class DriftGuard {
  private static final int MOST_REPAIRS = 3;
  private static final Duration WITHIN = Duration.ofMinutes(10);
  private static final Duration REST = Duration.ofHours(1);

  private Set<String> drift = Set.of();
  private int repairs;
  private Instant since = Instant.EPOCH;

  void repaired(Set<String> differences, Instant now) {
    boolean again = differences.equals(drift) && now.isBefore(since.plus(WITHIN));
    repairs = again ? repairs + 1 : 1;
    since = again ? since : now;
    drift = Set.copyOf(differences);
  }

  /** Whether the same drift came back after every repair, so that it is left for an hour. */
  boolean rests(Set<String> differences, Instant now) {
    return repairs >= MOST_REPAIRS && differences.equals(drift) && now.isBefore(since.plus(REST));
  }
}
