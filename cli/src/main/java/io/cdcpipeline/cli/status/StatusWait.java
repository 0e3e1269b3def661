package io.cdcpipeline.cli.status;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.cli.output.Terminal;
import io.cdcpipeline.operator.api.Condition;
import java.time.Duration;

/** Waits until a pipeline is ready, and meanwhile says on stderr what it waits for. */
record StatusWait(Cluster cluster, Terminal terminal) {
  private static final long INTERVAL_MILLIS = 500;

  int until(String name, Duration timeout, StatusView view) throws InterruptedException {
    var deadline = terminal.clock().instant().plus(timeout);
    var said = "";
    while (true) {
      var flow = FlowStatus.of(Cluster.typed(cluster.require(name)));
      if (flow.isReady()) {
        terminal.out().print(view.one(name).text());
        return ExitCode.OK;
      }
      var waitsFor = flow.ready().map(Condition::message).orElse("the operator");
      if (!waitsFor.equals(said)) {
        terminal.err().println("waiting: " + PlainText.safe(waitsFor));
        terminal.err().flush();
        said = waitsFor;
      }
      if (!terminal.clock().instant().isBefore(deadline)) {
        terminal.out().print(view.one(name).text());
        terminal.err().println("not ready after " + PlainText.age(timeout));
        return ExitCode.TIMEOUT;
      }
      Thread.sleep(INTERVAL_MILLIS);
    }
  }
}
