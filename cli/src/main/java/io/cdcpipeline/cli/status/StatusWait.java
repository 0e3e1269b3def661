package io.cdcpipeline.cli.status;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.cli.output.Terminal;
import io.cdcpipeline.cli.output.Waiting;
import io.cdcpipeline.cli.output.Waiting.Look;
import io.cdcpipeline.operator.api.Condition;
import java.time.Duration;

/** Waits until a pipeline is ready, and meanwhile says on stderr what it waits for. */
record StatusWait(Cluster cluster, Terminal terminal) {
  int until(String name, Duration timeout, StatusView view) throws InterruptedException {
    return new Waiting(terminal, timeout)
        .until(
            () -> look(name, view),
            () -> {
              terminal.out().print(view.one(name).text());
              terminal.err().println("not ready after " + PlainText.age(timeout));
            });
  }

  private Look look(String name, StatusView view) {
    var flow = FlowStatus.of(Cluster.observed(cluster.require(name)));
    if (flow.isReady()) {
      terminal.out().print(view.one(name).text());
      return Look.ended("", ExitCode.OK);
    }
    return Look.waiting("waiting: " + flow.ready().map(Condition::message).orElse("the operator"));
  }
}
