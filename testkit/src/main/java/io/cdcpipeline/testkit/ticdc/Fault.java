package io.cdcpipeline.testkit.ticdc;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that goes wrong with one call.
 *
 * @param delay real time that passes before the call is worked on
 * @param answer what is answered in place of the real answer
 * @param before whether the call never reaches the changefeeds
 * @param drop whether the connection ends without an answer
 */
public record Fault(Duration delay, Optional<TicdcError> answer, boolean before, boolean drop) {

  /** Refused: nothing happens, this is the answer. */
  public static Fault refuse(int status, String code, String message) {
    return new Fault(
        Duration.ZERO, Optional.of(new TicdcError(status, code, message)), true, false);
  }

  /** The work is done, the answer says otherwise (a proxy's timeout, for instance). */
  public static Fault lie(int status, String code, String message) {
    return new Fault(
        Duration.ZERO, Optional.of(new TicdcError(status, code, message)), false, false);
  }

  /** The work is done, the answer is lost. */
  public static Fault loseAnswer() {
    return new Fault(Duration.ZERO, Optional.empty(), false, true);
  }

  /** The connection breaks before anything is done. */
  public static Fault loseRequest() {
    return new Fault(Duration.ZERO, Optional.empty(), true, true);
  }

  /** The call takes this long and then goes through. */
  public static Fault slow(Duration delay) {
    return new Fault(delay, Optional.empty(), false, false);
  }
}
