package io.cdcpipeline.operator.status;

/** What a reason means for the pipeline; later is worse. */
public enum Severity {
  /** As wished. */
  FINE,
  /** Paused on the user's word. */
  PAUSED,
  /** Works, but something needs a look: the condition stays True. */
  NOTICE,
  /** On its way; waiting is the right thing to do. */
  PROGRESSING,
  /** Should work and does not; the operator keeps trying. */
  TROUBLE,
  /** Nothing changes until somebody acts. */
  STUCK
}
