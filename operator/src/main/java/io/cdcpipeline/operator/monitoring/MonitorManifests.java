package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.TicdcEndpoint;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.RequiredOperator;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Prometheus scrapes: the consumers, and TiCDC and Kafka if they are the pipeline's own. */
final class MonitorManifests {
  static final ResourceKind SERVICES =
      new ResourceKind("monitoring.coreos.com/v1", "ServiceMonitor", RequiredOperator.PROMETHEUS);
  static final ResourceKind PODS =
      new ResourceKind("monitoring.coreos.com/v1", "PodMonitor", RequiredOperator.PROMETHEUS);
  private static final ManifestTemplate SERVICE =
      ManifestTemplate.load(MonitorManifests.class, "servicemonitor.yaml");
  private static final ManifestTemplate POD =
      ManifestTemplate.load(MonitorManifests.class, "podmonitor.yaml");

  private static final String ENDPOINT = "/spec/podMetricsEndpoints/0";

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
    return SelectorLabels.named(SERVICE, names.consumer(), pipeline)
        .setAll("/spec/selector/matchLabels", Labels.selector(names, ComponentName.CONSUMER))
        .set("/spec/endpoints/0/relabelings/0/replacement", names.pipeline())
        .build();
  }

  /** Both versions of TiDB Operator give these labels and this port name to TiCDC's pods. */
  private static GenericKubernetesResource ticdc(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var labels = Map.of(Labels.INSTANCE, names.database(), Labels.COMPONENT, "ticdc");
    var monitor = pods(pipeline, names.pipeline() + "-ticdc", labels, "ticdc");
    if (Boolean.TRUE.equals(pipeline.getSpec().database().managed().tls())) {
      var secret = names.tidbClientCertificate();
      monitor
          .set(ENDPOINT + "/scheme", "https")
          .set(ENDPOINT + "/tlsConfig/ca/secret", key(secret, "ca.crt"))
          .set(ENDPOINT + "/tlsConfig/cert/secret", key(secret, "tls.crt"))
          .set(ENDPOINT + "/tlsConfig/keySecret", key(secret, "tls.key"))
          // Prometheus connects to addresses of pods, for which no certificate is.
          .set(ENDPOINT + "/tlsConfig/serverName", TicdcEndpoint.certifiedName(names));
    }
    return monitor.build();
  }

  private static Map<String, Object> key(String secret, String key) {
    return Map.of("name", secret, "key", key);
  }

  /** Brokers and Kafka exporter: Strimzi gives both the kind Kafka and the same port name. */
  private static GenericKubernetesResource kafka(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var labels = Map.of("strimzi.io/cluster", names.kafka(), "strimzi.io/kind", "Kafka");
    return pods(pipeline, names.pipeline() + "-kafka", labels, "tcp-prometheus").build();
  }

  private static ManifestTemplate pods(
      CdcPipeline pipeline, String name, Map<String, String> labels, String port) {
    return SelectorLabels.named(POD, name, pipeline)
        .setAll("/spec/selector/matchLabels", labels)
        .set(ENDPOINT + "/port", port)
        .set(ENDPOINT + "/relabelings/0/replacement", ResourceNames.of(pipeline).pipeline());
  }
}
