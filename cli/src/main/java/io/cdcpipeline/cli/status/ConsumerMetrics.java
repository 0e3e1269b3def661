package io.cdcpipeline.cli.status;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.cluster.ConsumerPods;
import io.cdcpipeline.cli.output.CliException;
import java.util.ArrayList;

/** Reads the counters of a pipeline's consumers through the API server. */
record ConsumerMetrics(Cluster cluster) {

  /** Never fails: counts are an extra. */
  Counts counts(FlowStatus flow) {
    var metrics = new ArrayList<String>();
    var note = "";
    try {
      var pods = new ConsumerPods(cluster);
      for (var pod : pods.of(flow.namespace(), flow.name())) {
        metrics.add(pods.metrics(pod));
      }
    } catch (CliException e) {
      note = e.getMessage();
    }
    return Counts.of(metrics, note);
  }
}
