package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.changefeed.ChangefeedException.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a changefeed after the last observation.
 *
 * @param changefeed empty when there is none, or TiCDC has never answered
 * @param absenceConfirmed whether it was missing twice in a row
 * @param drift settings changed by others, to be corrected now
 * @param position TSO up to which every change is known to be in Kafka, 0 for unknown
 * @param recorded what the operator recorded of it
 * @param queryFailure why TiCDC could not be queried just now
 * @param stepFailure why the last step failed
 * @param at when TiCDC last answered
 */
public record ObservedChangefeed(
    Optional<Changefeed> changefeed,
    boolean absenceConfirmed,
    Set<String> drift,
    CheckpointProgress progress,
    long position,
    TableSelection tables,
    ChangefeedState recorded,
    Optional<Failure> queryFailure,
    Optional<Failure> stepFailure,
    Instant at) {
  static final ObservedChangefeed NONE =
      new ObservedChangefeed(
          Optional.empty(),
          false,
          Set.of(),
          CheckpointProgress.NONE,
          0,
          TableSelection.UNKNOWN,
          ChangefeedState.NONE,
          Optional.empty(),
          Optional.empty(),
          Instant.EPOCH);

  ObservedChangefeed withQueryFailure(Failure failure) {
    return with(progress, tables, Optional.of(failure), stepFailure);
  }

  ObservedChangefeed withStepFailure(Optional<Failure> failure) {
    return with(progress, tables, queryFailure, failure);
  }

  ObservedChangefeed withTables(TableSelection selected) {
    return with(progress, selected, queryFailure, stepFailure);
  }

  ObservedChangefeed withProgress(CheckpointProgress other) {
    return with(other, tables, queryFailure, stepFailure);
  }

  private ObservedChangefeed with(
      CheckpointProgress newProgress,
      TableSelection newTables,
      Optional<Failure> newQueryFailure,
      Optional<Failure> newStepFailure) {
    return new ObservedChangefeed(
        changefeed,
        absenceConfirmed,
        drift,
        newProgress,
        position,
        newTables,
        recorded,
        newQueryFailure,
        newStepFailure,
        at);
  }

  /** Whether TiCDC has been queried at all. */
  boolean queried() {
    return queryFailure.isPresent() || answered();
  }

  /** Whether TiCDC has ever answered. */
  boolean answered() {
    return at.isAfter(Instant.EPOCH);
  }

  /** Whether it is too early to judge: no answer yet, or an old checkpoint that may advance. */
  boolean undecided() {
    return !answered() || (queryFailure.isEmpty() && progress.undecided(at));
  }

  /** Whether the next observation can wait. */
  boolean isStable() {
    return changefeed.isPresent() && queryFailure.isEmpty() && stepFailure.isEmpty();
  }

  // Equal answers wake no reconcile, and an advancing checkpoint is the normal case.
  private List<Object> significantFields() {
    return List.of(
        changefeed.map(Changefeed::state),
        changefeed.flatMap(Changefeed::error),
        queryFailure,
        stepFailure,
        tables,
        recorded);
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
