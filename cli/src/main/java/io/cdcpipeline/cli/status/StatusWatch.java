package io.cdcpipeline.cli.status;

import io.cdcpipeline.cli.output.Cleanup;
import io.cdcpipeline.cli.output.Terminal;
import java.util.function.Supplier;

/**
 * Shows a view again whenever it has changed: on a terminal in place, on the screen that editors
 * use too, so that what was there comes back at the end, with the last view below it; else each
 * below the last one.
 */
final class StatusWatch {
  private static final long INTERVAL_MILLIS = 2_000;

  /** Control sequences of xterm, which every terminal of today knows. */
  private static final String OTHER_SCREEN_WITHOUT_CURSOR = "\u001b[?1049h\u001b[?25l";

  private static final String OWN_SCREEN_WITH_CURSOR = "\u001b[?25h\u001b[?1049l";
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

  private final Terminal terminal;
  private volatile String shown = "";

  StatusWatch(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Until the process is interrupted, or nobody reads any more. */
  int show(Supplier<String> view) throws InterruptedException {
    if (!terminal.interactive()) {
      return repeat(view);
    }
    // Before anything is hidden, an error is shown as ever.
    var first = view.get();
    try (var restored = Cleanup.of(this::restore)) {
      terminal.out().print(OTHER_SCREEN_WITHOUT_CURSOR);
      print(first);
      return repeat(view);
    }
  }

  private int repeat(Supplier<String> view) throws InterruptedException {
    while (true) {
      var text = view.get();
      if (!text.equals(shown)) {
        print(text);
      }
      Thread.sleep(INTERVAL_MILLIS);
    }
  }

  private void print(String text) {
    var before = shown.isEmpty() ? "" : "\n";
    terminal.out().print((terminal.interactive() ? HOME_AND_CLEAR : before) + text);
    terminal.checkOpen();
    shown = text;
  }

  private void restore() {
    terminal.out().print(OWN_SCREEN_WITH_CURSOR + shown);
    terminal.out().flush();
  }
}
