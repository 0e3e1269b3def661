package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.Map;

/** The labels of spec.monitoring.labels, by which the user's Prometheus selects its objects. */
final class SelectorLabels {
  private SelectorLabels() {}

  /** A named child with those labels; they cannot replace our own. */
  static ManifestTemplate named(ManifestTemplate base, String name, CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var labels = pipeline.getSpec().monitoring().labels();
    return base.named(names, name, ComponentName.MONITORING)
        .setAll("/metadata/labels", labels == null ? Map.of() : labels)
        .named(names, name, ComponentName.MONITORING);
  }
}
