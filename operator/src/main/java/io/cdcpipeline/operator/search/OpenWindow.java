package io.cdcpipeline.operator.search;

import java.time.Duration;
import java.time.Instant;

/**
 * A window whose documents are not, or not yet, as many as its changes.
 *
 * @param found documents when last counted
 * @param countedAt null before the first count
 * @param differsSince when a count first differed; null before
 */
record OpenWindow(HeartbeatWindow window, long found, Instant countedAt, Instant differsSince) {
  static OpenWindow of(HeartbeatWindow window) {
    return new OpenWindow(window, 0, null, null);
  }

  /**
   * The same after another count.
   *
   * @param since when it differed for the first time, if it has not before
   */
  OpenWindow counted(long documents, Instant now, Instant since) {
    return new OpenWindow(window, documents, now, differsSince == null ? since : differsSince);
  }

  boolean agrees() {
    return countedAt != null && found == window.events();
  }

  boolean isOverdue(Instant now, Duration grace) {
    return differsSince != null && !now.isBefore(differsSince.plus(grace));
  }

  long missing() {
    return Math.max(0, window.events() - found);
  }

  long surplus() {
    return Math.max(0, found - window.events());
  }

  /** Whether changes of it may be missing. A surplus does not contradict that all are there. */
  boolean mayMiss() {
    return countedAt == null || missing() > 0;
  }
}
