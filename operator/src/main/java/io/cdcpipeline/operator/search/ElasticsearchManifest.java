package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.api.DeletionPolicy;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.RequiredOperator;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;

/** ECK's Elasticsearch of the pipeline. */
final class ElasticsearchManifest {
  static final ResourceKind KIND =
      new ResourceKind(
          "elasticsearch.k8s.elastic.co/v1", "Elasticsearch", RequiredOperator.ECK_ELASTICSEARCH);
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(ElasticsearchManifest.class, "elasticsearch.yaml");
  private static final String NODES = "/spec/nodeSets/0";
  private static final String VOLUME_CLAIM = NODES + "/volumeClaimTemplates/0/spec";
  private static final String WATERMARK = "cluster.routing.allocation.disk.watermark.";

  private ElasticsearchManifest() {}

  static GenericKubernetesResource desired(ResourceNames names, CdcPipelineSpec spec) {
    var managed = spec.search().managed();
    var manifest =
        BASE.named(names, names.elasticsearch(), ComponentName.SEARCH)
            .set("/spec/version", version(managed.version()))
            .set("/spec/volumeClaimDeletePolicy", deletePolicy(spec.deletionPolicy()))
            .set("/spec/auth/roles", secrets(List.of(names.elasticsearchRoles())))
            .set("/spec/auth/fileRealm", secrets(ElasticsearchUser.secrets(names)))
            .set(NODES + "/count", managed.nodes())
            .setAll(NODES + "/config", diskWatermarks(managed.nodes()))
            .setAll(NODES + "/config", ElasticsearchSettings.of(managed))
            .set("/spec/image", managed.image())
            .set(VOLUME_CLAIM + "/resources/requests/storage", managed.storage())
            .set(VOLUME_CLAIM + "/storageClassName", managed.storageClassName())
            .set(NODES + "/podTemplate/spec/containers/0/resources", managed.resources());
    return SearchPods.elasticsearch(manifest, names, managed.template());
  }

  /** ECK expects the version without the v that an image tag may have. */
  static String version(String version) {
    return version.startsWith("v") ? version.substring(1) : version;
  }

  /**
   * A single node's volume is often a folder on a large disk. The default watermarks, in per cent,
   * would leave gigabytes of it unused and block writes on a laptop whose disk is rather full.
   */
  private static Map<String, String> diskWatermarks(int nodes) {
    return nodes > 1
        ? Map.of()
        : Map.of(
            WATERMARK + "low", "1gb",
            WATERMARK + "high", "512mb",
            WATERMARK + "flood_stage", "256mb");
  }

  private static String deletePolicy(DeletionPolicy policy) {
    return policy == DeletionPolicy.DELETE
        ? "DeleteOnScaledownAndClusterDeletion"
        : "DeleteOnScaledownOnly";
  }

  private static List<Map<String, String>> secrets(List<String> names) {
    return names.stream().map(name -> Map.of("secretName", name)).toList();
  }
}
