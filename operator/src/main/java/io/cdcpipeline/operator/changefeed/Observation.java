package io.cdcpipeline.operator.changefeed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one look at a changefeed found.
 *
 * @param changefeed empty when there is none, or TiCDC has never answered
 * @param unanswered why TiCDC did not answer now
 * @param refused why the last step did not succeed
 * @param at when TiCDC last answered
 */
public record Observation(
    Optional<Changefeed> changefeed,
    Optional<Trouble> unanswered,
    Optional<Trouble> refused,
    Progress progress,
    Tables tables,
    Memory memory,
    Instant at) {
  static final Observation NONE =
      new Observation(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Progress.NONE,
          Tables.UNKNOWN,
          Memory.NONE,
          Instant.EPOCH);

  Observation answered(
      Optional<Changefeed> found, Progress progressed, Memory remembered, Instant now) {
    return new Observation(found, Optional.empty(), refused, progressed, tables, remembered, now);
  }

  Observation unanswered(Trouble trouble) {
    return new Observation(changefeed, Optional.of(trouble), refused, progress, tables, memory, at);
  }

  Observation refused(Optional<Trouble> why) {
    return new Observation(changefeed, unanswered, why, progress, tables, memory, at);
  }

  Observation tables(Tables found) {
    return new Observation(changefeed, unanswered, refused, progress, found, memory, at);
  }

  Observation progress(Progress other) {
    return new Observation(changefeed, unanswered, refused, other, tables, memory, at);
  }

  /** Whether TiCDC has been asked at all. */
  boolean looked() {
    return unanswered.isPresent() || answered();
  }

  /** Whether TiCDC has ever answered. */
  boolean answered() {
    return at.isAfter(Instant.EPOCH);
  }

  /** Whether too little was seen to judge: TiCDC never answered, or an old checkpoint may move. */
  boolean undecided() {
    return !answered() || (unanswered.isEmpty() && progress.undecided(at));
  }

  /** Whether there is no hurry to look again. */
  boolean calm() {
    return changefeed.isPresent() && unanswered.isEmpty() && refused.isEmpty();
  }

  // A checkpoint that moves is the normal case and no reason to wake a reconcile.
  private List<Object> notable() {
    return List.of(
        changefeed.map(Changefeed::state),
        changefeed.flatMap(Changefeed::trouble),
        unanswered,
        refused,
        tables,
        memory);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Observation that && notable().equals(that.notable());
  }

  @Override
  public int hashCode() {
    return notable().hashCode();
  }
}
