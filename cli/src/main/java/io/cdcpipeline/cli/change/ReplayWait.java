package io.cdcpipeline.cli.change;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.cli.output.Terminal;
import io.cdcpipeline.operator.api.ReplayState;
import io.cdcpipeline.operator.api.ReplayStatus;
import java.time.Duration;
import java.util.Optional;

/** Follows a replay until it has ended. */
record ReplayWait(Cluster cluster, Terminal terminal) {
  private static final long INTERVAL_MILLIS = 500;

  int until(String name, long nonce, Duration timeout) throws InterruptedException {
    var deadline = terminal.clock().instant().plus(timeout);
    var said = "";
    while (true) {
      var replay = status(name, nonce);
      var text = replay.map(ReplayWait::text).orElse("the operator has not seen it yet");
      if (!text.equals(said)) {
        terminal.err().println(PlainText.safe(text));
        terminal.err().flush();
        said = text;
      }
      if (replay.isPresent() && replay.get().state().isFinal()) {
        return replay.get().state() == ReplayState.SUCCEEDED ? ExitCode.OK : ExitCode.NO;
      }
      if (!terminal.clock().instant().isBefore(deadline)) {
        terminal.err().println("not done after " + PlainText.age(timeout) + "; it goes on");
        return ExitCode.TIMEOUT;
      }
      Thread.sleep(INTERVAL_MILLIS);
    }
  }

  private Optional<ReplayStatus> status(String name, long nonce) {
    var status = Cluster.typed(cluster.require(name)).getStatus();
    return Optional.ofNullable(status == null ? null : status.replay())
        .filter(replay -> replay.nonce() == nonce && replay.state() != null);
  }

  private static String text(ReplayStatus replay) {
    return "%s%s%s%s"
        .formatted(
            replay.state().name().toLowerCase(java.util.Locale.ROOT),
            replay.progress() == null ? "" : ", " + replay.progress(),
            replay.lines() == null ? "" : ", " + replay.lines() + " lines",
            replay.message() == null ? "" : ": " + replay.message());
  }
}
