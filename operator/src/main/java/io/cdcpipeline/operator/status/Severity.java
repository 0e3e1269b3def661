package io.cdcpipeline.operator.status;

/** How serious a reason is for the pipeline; each constant is worse than the one before. */
public enum Severity {
  /** As the spec asks. */
  OK,
  /** Paused because the user asked for it. */
  SUSPENDED,
  /** Works, but should be looked at: the condition stays True. */
  WARNING,
  /** Under way: nothing to do but wait. */
  PROGRESSING,
  /** Should work and does not; the operator keeps trying. */
  DEGRADED,
  /** Nothing changes until someone intervenes. */
  ACTION_REQUIRED
}
