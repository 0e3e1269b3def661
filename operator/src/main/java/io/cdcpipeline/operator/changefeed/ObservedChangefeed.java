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
public record ObservedChangefeed(
    Optional<Changefeed> changefeed,
    Optional<Trouble> unanswered,
    Optional<Trouble> refused,
    CheckpointProgress progress,
    TableSelection tables,
    ChangefeedState memory,
    Instant at) {
  static final ObservedChangefeed NONE =
      new ObservedChangefeed(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          CheckpointProgress.NONE,
          TableSelection.UNKNOWN,
          ChangefeedState.NONE,
          Instant.EPOCH);

  ObservedChangefeed answered(
      Optional<Changefeed> found,
      CheckpointProgress progressed,
      ChangefeedState remembered,
      Instant now) {
    return new ObservedChangefeed(
        found, Optional.empty(), refused, progressed, tables, remembered, now);
  }

  ObservedChangefeed unanswered(Trouble trouble) {
    return new ObservedChangefeed(
        changefeed, Optional.of(trouble), refused, progress, tables, memory, at);
  }

  ObservedChangefeed refused(Optional<Trouble> why) {
    return new ObservedChangefeed(changefeed, unanswered, why, progress, tables, memory, at);
  }

  ObservedChangefeed tables(TableSelection found) {
    return new ObservedChangefeed(changefeed, unanswered, refused, progress, found, memory, at);
  }

  ObservedChangefeed progress(CheckpointProgress other) {
    return new ObservedChangefeed(changefeed, unanswered, refused, other, tables, memory, at);
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
  boolean isStable() {
    return changefeed.isPresent() && unanswered.isEmpty() && refused.isEmpty();
  }

  // A checkpoint that moves is the normal case and no reason to wake a reconcile.
  private List<Object> significantFields() {
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
    return other instanceof ObservedChangefeed that
        && significantFields().equals(that.significantFields());
  }

  @Override
  public int hashCode() {
    return significantFields().hashCode();
  }
}
