package io.cdcpipeline.cli.status;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.Style;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;

/** A status for a file. */
public final class StatusText {
  private StatusText() {}

  public static String of(Cluster cluster, GenericKubernetesResource pipeline, Instant now) {
    var flow = FlowStatus.of(Cluster.observed(pipeline));
    return new FlowPicture(Style.PLAIN).of(flow, new ConsumerMetrics(cluster).counts(flow), now);
  }
}
