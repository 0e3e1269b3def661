package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.PlatformNamespaces;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;

/** Nobody but this operator reads Filebeat's statistics; it listens for nothing else. */
final class FilebeatNetworkPolicy {
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(FilebeatNetworkPolicy.class, "networkpolicy.yaml");

  private FilebeatNetworkPolicy() {}

  static GenericKubernetesResource desired(ResourceNames names, PlatformNamespaces platform) {
    return BASE.named(names, names.beat() + "-filebeat", ComponentName.SEARCH)
        .setAll("/spec/podSelector/matchLabels", FilebeatManifest.podLabels(names))
        .set(
            "/spec/ingress/0/from",
            List.of(
                Map.of(
                    "namespaceSelector",
                    Map.of(
                        "matchLabels",
                        Map.of("kubernetes.io/metadata.name", platform.operator())))))
        .build();
  }
}
