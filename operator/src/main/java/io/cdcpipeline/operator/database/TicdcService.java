package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;

/**
 * The Service and NetworkPolicy in front of TiCDC. TiDB Operator itself creates only a headless
 * Service, which includes pods that are not ready. Both of its versions label pods alike.
 */
final class TicdcService {
  private static final ManifestTemplate SERVICE =
      ManifestTemplate.load(TicdcService.class, "service.yaml");
  private static final ManifestTemplate POLICY =
      ManifestTemplate.load(TicdcService.class, "networkpolicy.yaml");

  private TicdcService() {}

  static GenericKubernetesResource service(ResourceNames names) {
    return SERVICE
        .named(names, names.ticdcApi(), ComponentName.DATABASE)
        .setAll("/spec/selector", pods(names))
        .build();
  }

  static GenericKubernetesResource networkPolicy(ResourceNames names) {
    var allowed =
        List.of(
            Map.of("podSelector", Map.of("matchLabels", clusterPods(names))),
            anywhere(Labels.NAME, Labels.OPERATOR),
            anywhere(Labels.NAME, "tidb-operator"),
            anywhere(Labels.NAME, "prometheus"),
            Map.of("namespaceSelector", matching("kubernetes.io/metadata.name", "tidb-admin")));
    return POLICY
        .named(names, names.ticdcApi(), ComponentName.DATABASE)
        .setAll("/spec/podSelector/matchLabels", pods(names))
        .set("/spec/ingress/0/from", allowed)
        .build();
  }

  private static Map<String, Object> anywhere(String label, String value) {
    return Map.of("namespaceSelector", Map.of(), "podSelector", matching(label, value));
  }

  private static Map<String, Object> matching(String label, String value) {
    return Map.of("matchLabels", Map.of(label, value));
  }

  /** The labels of all pods of the TiDB cluster. */
  static Map<String, String> clusterPods(ResourceNames names) {
    return Map.of(Labels.MANAGED_BY, "tidb-operator", Labels.INSTANCE, names.database());
  }

  private static Map<String, String> pods(ResourceNames names) {
    return Map.of(
        Labels.NAME,
        "tidb-cluster",
        Labels.MANAGED_BY,
        "tidb-operator",
        Labels.INSTANCE,
        names.database(),
        Labels.COMPONENT,
        "ticdc");
  }
}
