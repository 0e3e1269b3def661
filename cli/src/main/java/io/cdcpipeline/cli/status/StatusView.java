package io.cdcpipeline.cli.status;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.OutputFormat;
import io.cdcpipeline.cli.output.Terminal;

/** Asks the cluster and renders the answer. */
record StatusView(Cluster cluster, Terminal terminal, OutputFormat output, boolean counted) {

  /**
   * An answer.
   *
   * @param ready whether every pipeline in it is
   */
  record Rendered(String text, boolean ready) {}

  /** One pipeline, or without a name all of the namespace or of the cluster. */
  Rendered render(String name, boolean everywhere) {
    return name == null ? list(everywhere) : one(name);
  }

  Rendered one(String name) {
    var flow = FlowStatus.of(Cluster.observed(cluster.require(name)));
    var counts = counted ? new ConsumerMetrics(cluster).counts(flow) : Counts.unknown("");
    var text =
        output.isDocument()
            ? output.write(StatusDocument.of(flow, counts))
            : new FlowPicture(terminal.style()).of(flow, counts, terminal.clock().instant());
    return new Rendered(text, flow.isReady());
  }

  private Rendered list(boolean everywhere) {
    var flows =
        cluster.list(everywhere).stream().map(Cluster::observed).map(FlowStatus::of).toList();
    if (flows.isEmpty() && !output.isDocument()) {
      terminal
          .err()
          .println(
              everywhere ? "no pipelines" : "no pipelines in namespace " + cluster.namespace());
      return new Rendered("", true);
    }
    var text =
        output.isDocument()
            ? output.write(StatusDocument.list(flows))
            : new StatusTable(terminal.style(), output == OutputFormat.wide)
                .of(flows, terminal.clock().instant());
    return new Rendered(text, flows.stream().allMatch(FlowStatus::isReady));
  }
}
