package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;

/** What the monitoring stage creates of a pipeline in its namespace, without a cluster. */
public final class MonitoringChildren {
  private MonitoringChildren() {}

  /**
   * The children.
   *
   * @param pipeline with every default filled in
   */
  public static List<GenericKubernetesResource> of(CdcPipeline pipeline) {
    return new MonitoringStage("").desired(pipeline);
  }
}
