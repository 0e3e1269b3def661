package io.cdcpipeline.operator.status;

/** What a reason means for the pipeline; later is worse. */
public enum Severity {
  /** As wished. */
  OK,
  /** Paused on the user's word. */
  SUSPENDED,
  /** Works, but something needs a look: the condition stays True. */
  WARNING,
  /** On its way; waiting is the right thing to do. */
  PROGRESSING,
  /** Should work and does not; the operator keeps trying. */
  DEGRADED,
  /** Nothing changes until somebody acts. */
  ACTION_REQUIRED
}
