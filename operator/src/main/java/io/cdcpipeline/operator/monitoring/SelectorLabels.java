package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.LinkedHashMap;
import java.util.Map;

/** The labels of spec.monitoring.labels, by which the user's Prometheus selects its objects. */
final class SelectorLabels {
  private SelectorLabels() {}

  /** A named child with those labels; they cannot replace our own. */
  static ManifestTemplate named(ManifestTemplate base, String name, CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    return base.named(names, name, ComponentName.MONITORING)
        .setAll("/metadata/labels", of(pipeline));
  }

  /** All labels of such a child, but for those that come with an owner. */
  static Map<String, String> of(CdcPipeline pipeline) {
    var labels = new LinkedHashMap<String, String>();
    var specified = pipeline.getSpec().monitoring().labels();
    if (specified != null) {
      labels.putAll(specified);
    }
    labels.putAll(Labels.of(ResourceNames.of(pipeline), ComponentName.MONITORING));
    return labels;
  }
}
