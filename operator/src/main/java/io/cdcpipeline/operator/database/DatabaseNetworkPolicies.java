package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.PlatformNamespaces;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;

/**
 * Who reaches the pods of the TiDB cluster. Other namespaces are named by the label that the API
 * server itself sets: a label of a pod or a namespace could be set by whoever creates it.
 */
final class DatabaseNetworkPolicies {
  private static final ManifestTemplate TICDC =
      ManifestTemplate.load(DatabaseNetworkPolicies.class, "networkpolicy.yaml");
  private static final ManifestTemplate CLUSTER =
      ManifestTemplate.load(DatabaseNetworkPolicies.class, "networkpolicy-cluster.yaml");

  private DatabaseNetworkPolicies() {}

  /** In front of TiCDC. */
  static GenericKubernetesResource ticdc(ResourceNames names, PlatformNamespaces platform) {
    return TICDC
        .named(names, names.ticdcApi(), ComponentName.DATABASE)
        .setAll("/spec/podSelector/matchLabels", TicdcService.pods(names))
        .set(
            "/spec/ingress/0/from",
            List.of(
                own(names),
                namespace(platform.operator()),
                namespace(platform.tidbOperator()),
                namespace(platform.prometheus())))
        .build();
  }

  /** In front of PD, TiKV and TiDB; of these only TiDB has logins. */
  static GenericKubernetesResource cluster(ResourceNames names, PlatformNamespaces platform) {
    return CLUSTER
        .named(names, names.database() + "-tidb-cluster", ComponentName.DATABASE)
        .setAll("/spec/podSelector/matchLabels", TicdcService.clusterPods(names))
        .set("/spec/ingress/0/from", List.of(own(names), namespace(platform.tidbOperator())))
        .set("/spec/ingress/1/from", List.of(namespace(platform.prometheus())))
        .set(
            "/spec/ingress/2/from",
            List.of(Map.of("podSelector", Map.of()), namespace(platform.operator())))
        .build();
  }

  private static Map<String, Object> own(ResourceNames names) {
    return Map.of("podSelector", Map.of("matchLabels", TicdcService.clusterPods(names)));
  }

  private static Map<String, Object> namespace(String name) {
    return Map.of(
        "namespaceSelector", Map.of("matchLabels", Map.of("kubernetes.io/metadata.name", name)));
  }
}
