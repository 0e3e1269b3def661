package io.cdcpipeline.cli.output;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;

/**
 * Where a command reads its surroundings and writes its answer.
 *
 * @param out the answer
 * @param err progress and errors
 * @param interactive whether a person watches {@code out}
 * @param unicode whether {@code out} can show more than ASCII
 * @param environment variables of the process
 * @param progress what a person is told until there is output
 */
public record Terminal(
    PrintWriter out,
    PrintWriter err,
    boolean interactive,
    boolean unicode,
    Map<String, String> environment,
    Clock clock,
    Progress progress) {

  /** Colours for a person, unless NO_COLOR (no-color.org) or a terminal without any. */
  public Style style() {
    boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty() || isDumb(environment);
    return new Style(interactive && !plain, unicode);
  }

  /** Whether it cannot do more than append text. */
  public static boolean isDumb(Map<String, String> environment) {
    return "dumb".equals(environment.get("TERM"));
  }

  /**
   * Ends quietly once nobody reads any more, as after {@code | head}.
   *
   * @throws BrokenPipeException if the last write failed
   */
  public void checkOpen() {
    if (out.checkError()) {
      throw new BrokenPipeException();
    }
  }

  /** Whoever read the answer has gone. */
  public static final class BrokenPipeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
