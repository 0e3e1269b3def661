package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.Component;
import io.cdcpipeline.operator.api.DeletionPolicy;
import io.cdcpipeline.operator.api.Resources;
import io.cdcpipeline.operator.kubernetes.FieldOwnership;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one object of TiDB Operator v1. */
final class TidbV1Manifests {
  /**
   * Which configuration we last gave: the operator rewrites its text, so texts cannot be compared.
   */
  static final String CONFIG_HASH = "cdcpipeline.io/config-hash";

  private static final ManifestTemplate BASE =
      ManifestTemplate.load(TidbV1Manifests.class, "tidbcluster.yaml");

  private TidbV1Manifests() {}

  /**
   * The TidbCluster.
   *
   * @param live what is there, or null: a configuration of ours that the operator has rewritten is
   *     its own and must not be sent again
   */
  static GenericKubernetesResource desired(CdcPipeline pipeline, GenericKubernetesResource live) {
    var names = ResourceNames.of(pipeline);
    var database = pipeline.getSpec().database().managed();
    boolean delete = pipeline.getSpec().deletionPolicy() == DeletionPolicy.DELETE;
    var manifest =
        BASE.named(names, names.database(), DatabaseStage.COMPONENT)
            // In v1 this label replaces the instance name in every selector.
            .without("metadata", "labels", Labels.INSTANCE)
            .set(database.version(), "spec", "version")
            .set(delete ? "Delete" : "Retain", "spec", "pvReclaimPolicy");
    component(manifest, "pd", database.pd(), true);
    component(manifest, "tikv", database.tikv(), true);
    component(manifest, "tidb", database.tidb(), false);
    component(manifest, "ticdc", database.ticdc(), false);
    var secrets = TicdcClientSecrets.of(pipeline);
    if (!secrets.isEmpty()) {
      manifest.set(List.copyOf(secrets), "spec", "ticdc", "tlsClientSecretNames");
    }
    extraVolume(manifest, "tidb", database.tidb(), TidbConfigFiles.TIDB_FOLDER);
    extraVolume(manifest, "ticdc", database.ticdc(), TidbConfigFiles.TICDC_FOLDER);
    configure(manifest, configs(pipeline), live);
    return manifest.build();
  }

  private static Map<String, String> configs(CdcPipeline pipeline) {
    var database = pipeline.getSpec().database().managed();
    var configs = new LinkedHashMap<String, String>();
    configs.put("pd", TidbConfigFiles.PD);
    configs.put("tikv", TidbConfigFiles.TIKV);
    configs.put("tidb", TidbConfigFiles.tidb(database.tidb()));
    if (database.ticdc().storage() != null) {
      configs.put("ticdc", TidbConfigFiles.ticdc(database.ticdc()));
    }
    return configs;
  }

  private static void configure(
      ManifestTemplate manifest, Map<String, String> configs, GenericKubernetesResource live) {
    var hash = Integer.toHexString(configs.hashCode());
    manifest.set(hash, "metadata", "annotations", CONFIG_HASH);
    boolean given = live != null && hash.equals(annotation(live));
    configs.forEach(
        (component, text) -> {
          if (!given || FieldOwnership.ours(live, "spec", component, "config")) {
            manifest.set(text, "spec", component, "config");
          }
        });
  }

  private static String annotation(GenericKubernetesResource live) {
    var annotations = live.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(CONFIG_HASH);
  }

  private static void component(
      ManifestTemplate manifest, String name, Component component, boolean ownVolume) {
    manifest
        .set(component.replicas(), "spec", name, "replicas")
        .set(component.resources().limits(), "spec", name, "limits");
    var requests = new LinkedHashMap<String, Object>(requests(component.resources()));
    if (ownVolume) {
      requests.put("storage", component.storage());
      manifest.set(component.storageClassName(), "spec", name, "storageClassName");
    }
    manifest.set(requests, "spec", name, "requests");
  }

  private static Map<String, ?> requests(Resources resources) {
    return resources.requests() == null ? Map.of() : resources.requests();
  }

  private static void extraVolume(
      ManifestTemplate manifest, String name, Component component, String folder) {
    if (component.storage() != null) {
      var volume = new LinkedHashMap<String, Object>();
      volume.put("name", "data");
      volume.put("mountPath", folder);
      volume.put("storageSize", component.storage());
      if (component.storageClassName() != null) {
        volume.put("storageClassName", component.storageClassName());
      }
      manifest.set(List.of(volume), "spec", name, "storageVolumes");
    }
  }
}
