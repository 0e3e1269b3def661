package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;

/**
 * The door to TiCDC: a Service of ours, because TiDB Operator makes only a headless one that also
 * shows pods that are not ready, and who may knock. Pods of both lines carry the same labels.
 */
final class TicdcService {
  private static final ManifestTemplate SERVICE =
      ManifestTemplate.load(TicdcService.class, "service.yaml");
  private static final ManifestTemplate POLICY =
      ManifestTemplate.load(TicdcService.class, "networkpolicy.yaml");
  private static final String NAME = "app.kubernetes.io/name";

  private TicdcService() {}

  static GenericKubernetesResource service(ResourceNames names) {
    return SERVICE
        .named(names, names.ticdcApi(), DatabaseStage.COMPONENT)
        .setAll(pods(names), "spec", "selector")
        .build();
  }

  static GenericKubernetesResource networkPolicy(ResourceNames names) {
    var allowed =
        List.of(
            Map.of("podSelector", Map.of("matchLabels", clusterPods(names))),
            anywhere(NAME, Labels.OPERATOR),
            anywhere(NAME, "tidb-operator"),
            anywhere(NAME, "prometheus"),
            Map.of("namespaceSelector", matching("kubernetes.io/metadata.name", "tidb-admin")));
    return POLICY
        .named(names, names.ticdcApi(), DatabaseStage.COMPONENT)
        .setAll(pods(names), "spec", "podSelector", "matchLabels")
        .set(allowed, "spec", "ingress", "0", "from")
        .build();
  }

  private static Map<String, Object> anywhere(String label, String value) {
    return Map.of("namespaceSelector", Map.of(), "podSelector", matching(label, value));
  }

  private static Map<String, Object> matching(String label, String value) {
    return Map.of("matchLabels", Map.of(label, value));
  }

  /** Pods of the whole TiDB cluster. */
  static Map<String, String> clusterPods(ResourceNames names) {
    return Map.of(Labels.MANAGED_BY, "tidb-operator", Labels.INSTANCE, names.database());
  }

  private static Map<String, String> pods(ResourceNames names) {
    return Map.of(
        NAME,
        "tidb-cluster",
        Labels.MANAGED_BY,
        "tidb-operator",
        Labels.INSTANCE,
        names.database(),
        Labels.COMPONENT,
        "ticdc");
  }
}
