package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.Component;
import io.cdcpipeline.operator.api.DeletionPolicy;
import io.cdcpipeline.operator.api.Resources;
import io.cdcpipeline.operator.kubernetes.FieldOwnership;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The only object of TiDB Operator v1: the TidbCluster. */
final class TidbV1Manifests {
  /** Hash of the configuration as last applied: v1 rewrites its text, which cannot be compared. */
  static final String CONFIG_HASH = "cdcpipeline.io/config-hash";

  private static final ManifestTemplate BASE =
      ManifestTemplate.load(TidbV1Manifests.class, "tidbcluster.yaml");

  private TidbV1Manifests() {}

  /**
   * The TidbCluster.
   *
   * @param live the existing object, or null: a configuration that v1 has rewritten since we
   *     applied it belongs to v1 and must not be applied again
   */
  static GenericKubernetesResource desired(CdcPipeline pipeline, GenericKubernetesResource live) {
    var names = ResourceNames.of(pipeline);
    var database = pipeline.getSpec().database().managed();
    boolean delete = pipeline.getSpec().deletionPolicy() == DeletionPolicy.DELETE;
    var manifest =
        BASE.named(names, names.database(), ComponentName.DATABASE)
            .set("/spec/version", database.version())
            .set("/spec/pvReclaimPolicy", delete ? "Delete" : "Retain");
    if (TidbTls.enabled(database)) {
      manifest.set("/spec/tlsCluster/enabled", true);
    }
    component(manifest, "pd", database.pd(), true);
    component(manifest, "tikv", database.tikv(), true);
    component(manifest, "tidb", database.tidb(), false);
    component(manifest, "ticdc", database.ticdc(), false);
    TidbV1Pods.shape(manifest, names, database);
    var secrets = TicdcClientSecrets.of(pipeline);
    if (!secrets.isEmpty()) {
      manifest.set("/spec/ticdc/tlsClientSecretNames", List.copyOf(secrets));
    }
    extraVolume(manifest, "tidb", database.tidb(), TidbConfigFiles.TIDB_FOLDER);
    extraVolume(manifest, "ticdc", database.ticdc(), TidbConfigFiles.TICDC_FOLDER);
    configure(manifest, configs(pipeline), live);
    return manifest.build();
  }

  private static Map<String, String> configs(CdcPipeline pipeline) {
    var database = pipeline.getSpec().database().managed();
    var configs = new LinkedHashMap<String, String>();
    configs.put("pd", TidbConfig.merged(TidbConfigFiles.PD, database.pd()));
    configs.put("tikv", TidbConfig.merged(TidbConfigFiles.TIKV, database.tikv()));
    configs.put("tidb", TidbConfigFiles.tidb(database.tidb()));
    var ticdc = TidbConfigFiles.ticdc(database);
    if (!ticdc.isEmpty()) {
      configs.put("ticdc", ticdc);
    }
    return configs;
  }

  private static void configure(
      ManifestTemplate manifest, Map<String, String> configs, GenericKubernetesResource live) {
    var hash = Integer.toHexString(configs.hashCode());
    manifest.setAll("/metadata/annotations", Map.of(CONFIG_HASH, hash));
    boolean applied = live != null && hash.equals(annotation(live));
    configs.forEach(
        (component, text) -> {
          var config = "/spec/" + component + "/config";
          if (!applied || FieldOwnership.isOurs(live, config)) {
            manifest.set(config, text);
          }
        });
  }

  private static String annotation(GenericKubernetesResource live) {
    var annotations = live.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(CONFIG_HASH);
  }

  private static void component(
      ManifestTemplate manifest, String name, Component component, boolean ownVolume) {
    var at = "/spec/" + name;
    manifest
        .set(at + "/replicas", component.replicas())
        .set(at + "/limits", component.resources().limits())
        .set(at + (tagged(component.image()) ? "/image" : "/baseImage"), component.image());
    var requests = new LinkedHashMap<String, Object>(requests(component.resources()));
    if (ownVolume) {
      requests.put("storage", component.storage());
      manifest.set(at + "/storageClassName", component.storageClassName());
    }
    manifest.set(at + "/requests", requests);
  }

  /** v1 adds the version to a base image only. */
  private static boolean tagged(String image) {
    return image != null && image.substring(image.lastIndexOf('/') + 1).matches(".*[:@].*");
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
      manifest.set("/spec/" + name + "/storageVolumes", List.of(volume));
    }
  }
}
