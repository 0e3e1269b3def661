package io.cdcpipeline.testkit.ticdc;

import java.time.Duration;
import java.util.Optional;

/**
 * A fault in one call.
 *
 * @param delay real time that passes before the call is processed
 * @param answer the response in place of the real one
 * @param before whether the call never reaches the changefeeds
 * @param drop whether the connection is closed without a response
 */
public record Fault(Duration delay, Optional<TicdcError> answer, boolean before, boolean drop) {

  /** Rejects the call with this response, without side effects. */
  public static Fault refuse(int status, String code, String message) {
    return new Fault(
        Duration.ZERO, Optional.of(new TicdcError(status, code, message)), true, false);
  }

  /** Processes the call but responds otherwise (like a proxy's timeout). */
  public static Fault lie(int status, String code, String message) {
    return new Fault(
        Duration.ZERO, Optional.of(new TicdcError(status, code, message)), false, false);
  }

  /** Processes the call but loses the response. */
  public static Fault loseAnswer() {
    return new Fault(Duration.ZERO, Optional.empty(), false, true);
  }

  /** Closes the connection before the call is processed. */
  public static Fault loseRequest() {
    return new Fault(Duration.ZERO, Optional.empty(), true, true);
  }

  /** Delays the call. */
  public static Fault slow(Duration delay) {
    return new Fault(delay, Optional.empty(), false, false);
  }
}
