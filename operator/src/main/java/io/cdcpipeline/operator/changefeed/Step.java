package io.cdcpipeline.operator.changefeed;

/** The next thing to do about a changefeed. */
sealed interface Step {
  /** Nothing: it is as wished, or waiting is right, or a person has to act. */
  record Rest() implements Step {}

  /** Looks again: TiCDC also says "not found" while an owner starts. */
  record ConfirmAbsent() implements Step {}

  /** Creates it after startTs (0: now), the start point of the spec or where it was. */
  record Create(long startTs, boolean fromStart) implements Step {}

  /** Takes one as ours that bears this pipeline's mark. */
  record Adopt() implements Step {}

  /** Stops it and waits until TiCDC shows it stopped. */
  record Pause(boolean nudge) implements Step {}

  /** Replaces everything; only where it is stopped or failed. */
  record Update() implements Step {}

  /** Goes on; after a failure counted, and every second time with the whole configuration. */
  record Resume(boolean recovery, boolean resend) implements Step {}

  /** Removes it, to create it again from the start point of the spec or from where it was. */
  record Remove(boolean fromStart) implements Step {}
}
