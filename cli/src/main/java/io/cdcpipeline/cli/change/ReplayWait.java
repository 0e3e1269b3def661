package io.cdcpipeline.cli.change;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.cli.output.Terminal;
import io.cdcpipeline.cli.output.Waiting;
import io.cdcpipeline.cli.output.Waiting.Look;
import io.cdcpipeline.operator.api.ReplayState;
import io.cdcpipeline.operator.api.ReplayStatus;
import java.time.Duration;
import java.util.Optional;

/** Follows a replay until it has ended. */
record ReplayWait(Cluster cluster, Terminal terminal) {
  int until(String name, long nonce, Duration timeout) throws InterruptedException {
    return new Waiting(terminal, timeout)
        .until(
            () -> look(name, nonce),
            () ->
                terminal
                    .err()
                    .println("not done after " + PlainText.age(timeout) + "; it goes on"));
  }

  private Look look(String name, long nonce) {
    var replay = status(name, nonce);
    var text = replay.map(ReplayWait::text).orElse("the operator has not seen it yet");
    return replay
        .map(ReplayStatus::state)
        .filter(ReplayState::isFinal)
        .map(state -> state == ReplayState.SUCCEEDED ? ExitCode.OK : ExitCode.NO)
        .map(code -> Look.ended(text, code))
        .orElseGet(() -> Look.waiting(text));
  }

  private Optional<ReplayStatus> status(String name, long nonce) {
    var status = Cluster.observed(cluster.require(name)).getStatus();
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
