package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.RequiredOperator;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Prometheus scrapes: the consumers, and TiCDC and Kafka where they are the pipeline's. */
final class MonitorManifests {
  static final ResourceKind SERVICES =
      new ResourceKind("monitoring.coreos.com/v1", "ServiceMonitor", RequiredOperator.PROMETHEUS);
  static final ResourceKind PODS =
      new ResourceKind("monitoring.coreos.com/v1", "PodMonitor", RequiredOperator.PROMETHEUS);
  private static final ManifestTemplate SERVICE =
      ManifestTemplate.load(MonitorManifests.class, "servicemonitor.yaml");
  private static final ManifestTemplate POD =
      ManifestTemplate.load(MonitorManifests.class, "podmonitor.yaml");

  private MonitorManifests() {}

  static List<GenericKubernetesResource> desired(CdcPipeline pipeline) {
    var monitors = new ArrayList<GenericKubernetesResource>();
    monitors.add(consumer(pipeline));
    if (pipeline.getSpec().database().existing() == null) {
      monitors.add(ticdc(pipeline));
    }
    if (pipeline.getSpec().kafka().existing() == null) {
      monitors.add(kafka(pipeline));
    }
    return monitors;
  }

  private static GenericKubernetesResource consumer(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    return MonitoringStage.withSelectorLabels(SERVICE, names, names.consumer(), pipeline)
        .setAll(Labels.selector(names, "consumer"), "spec", "selector", "matchLabels")
        .set(names.pipeline(), "spec", "endpoints", "0", "relabelings", "0", "replacement")
        .build();
  }

  /** Both lines of TiDB Operator give these labels and this port name to TiCDC's pods. */
  private static GenericKubernetesResource ticdc(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var labels = Map.of(Labels.INSTANCE, names.database(), Labels.COMPONENT, "ticdc");
    return pods(pipeline, names.pipeline() + "-ticdc", labels, "ticdc");
  }

  /** Brokers and Kafka exporter alike: Strimzi gives both kind Kafka and the same port name. */
  private static GenericKubernetesResource kafka(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var labels = Map.of("strimzi.io/cluster", names.kafka(), "strimzi.io/kind", "Kafka");
    return pods(pipeline, names.pipeline() + "-kafka", labels, "tcp-prometheus");
  }

  private static GenericKubernetesResource pods(
      CdcPipeline pipeline, String name, Map<String, String> labels, String port) {
    var names = ResourceNames.of(pipeline);
    String[] endpoint = {"spec", "podMetricsEndpoints", "0", "port"};
    return MonitoringStage.withSelectorLabels(POD, names, name, pipeline)
        .setAll(labels, "spec", "selector", "matchLabels")
        .set(port, endpoint)
        .set(
            names.pipeline(), "spec", "podMetricsEndpoints", "0", "relabelings", "0", "replacement")
        .build();
  }
}
