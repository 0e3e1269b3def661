package io.cdcpipeline.cli.output;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Looks again and again, and says on stderr whenever there is something else to wait for. */
public record Waiting(Terminal terminal, Duration timeout) {
  private static final long INTERVAL_MILLIS = 500;

  /**
   * What a look found.
   *
   * @param text what is waited for; empty for nothing to say
   * @param exitCode present once it has ended
   */
  public record Look(String text, OptionalInt exitCode) {
    public static Look ended(String text, int exitCode) {
      return new Look(text, OptionalInt.of(exitCode));
    }

    public static Look waiting(String text) {
      return new Look(text, OptionalInt.empty());
    }
  }

  /** Until it has ended, or the time is over, of which {@code late} says something. */
  public int until(Supplier<Look> look, Runnable late) throws InterruptedException {
    var deadline = terminal.clock().instant().plus(timeout);
    var said = "";
    while (true) {
      var seen = look.get();
      if (!seen.text().isEmpty() && !seen.text().equals(said)) {
        terminal.err().println(PlainText.safe(seen.text()));
        terminal.err().flush();
        said = seen.text();
      }
      if (seen.exitCode().isPresent()) {
        return seen.exitCode().getAsInt();
      }
      if (!terminal.clock().instant().isBefore(deadline)) {
        late.run();
        return ExitCode.TIMEOUT;
      }
      Thread.sleep(INTERVAL_MILLIS);
    }
  }
}
