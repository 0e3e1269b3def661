package io.cdcpipeline.cli.status;

import io.cdcpipeline.cli.output.Terminal;
import java.util.function.Supplier;

/** Shows a view again whenever it has changed: in place on a terminal, else below the last one. */
record StatusWatch(Terminal terminal) {
  private static final long INTERVAL_MILLIS = 2_000;
  private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";

  /** Until the process is interrupted, or nobody reads any more. */
  int show(Supplier<String> view) throws InterruptedException {
    var shown = "";
    while (true) {
      var text = view.get();
      if (!text.equals(shown)) {
        terminal
            .out()
            .print(terminal.interactive() ? HOME_AND_CLEAR + text : separated(shown, text));
        terminal.checkOpen();
        shown = text;
      }
      Thread.sleep(INTERVAL_MILLIS);
    }
  }

  private static String separated(String shown, String text) {
    return shown.isEmpty() ? text : "\n" + text;
  }
}
