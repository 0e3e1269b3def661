package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;

/**
 * The Service in front of TiCDC. TiDB Operator itself creates only a headless Service, which
 * includes pods that are not ready. Both of its versions label pods alike.
 */
final class TicdcService {
  private static final ManifestTemplate SERVICE =
      ManifestTemplate.load(TicdcService.class, "service.yaml");

  private TicdcService() {}

  static GenericKubernetesResource service(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    boolean tls = TidbTls.enabled(pipeline.getSpec().database().managed());
    return SERVICE
        .named(names, names.ticdcApi(), ComponentName.DATABASE)
        .set("/spec/ports/0/name", tls ? "https" : "http")
        .setAll("/spec/selector", pods(names))
        .build();
  }

  /** The labels of all pods of the TiDB cluster. */
  static Map<String, String> clusterPods(ResourceNames names) {
    return Map.of(Labels.MANAGED_BY, "tidb-operator", Labels.INSTANCE, names.database());
  }

  /** The labels of TiCDC's pods. */
  static Map<String, String> pods(ResourceNames names) {
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
