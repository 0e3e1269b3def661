package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.api.DeletionPolicy;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.RequiredOperator;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;

/** The Elasticsearch that ECK runs for the pipeline. */
final class ElasticsearchManifest {
  static final ResourceKind KIND =
      new ResourceKind(
          "elasticsearch.k8s.elastic.co/v1", "Elasticsearch", RequiredOperator.ECK_ELASTICSEARCH);
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(ElasticsearchManifest.class, "elasticsearch.yaml");
  private static final String WATERMARK = "cluster.routing.allocation.disk.watermark.";

  private ElasticsearchManifest() {}

  static GenericKubernetesResource desired(ResourceNames names, CdcPipelineSpec spec) {
    var managed = spec.search().managed();
    return BASE.named(names, names.elasticsearch(), SearchStage.COMPONENT)
        .set(version(managed.version()), "spec", "version")
        .set(deletePolicy(spec.deletionPolicy()), "spec", "volumeClaimDeletePolicy")
        .set(secrets(List.of(names.elasticsearchRoles())), "spec", "auth", "roles")
        .set(secrets(ElasticsearchUser.secrets(names)), "spec", "auth", "fileRealm")
        .set(managed.nodes(), "spec", "nodeSets", "0", "count")
        .setAll(diskWatermarks(managed.nodes()), "spec", "nodeSets", "0", "config")
        .set(
            managed.storage(),
            "spec",
            "nodeSets",
            "0",
            "volumeClaimTemplates",
            "0",
            "spec",
            "resources",
            "requests",
            "storage")
        .set(
            managed.storageClassName(),
            "spec",
            "nodeSets",
            "0",
            "volumeClaimTemplates",
            "0",
            "spec",
            "storageClassName")
        .set(
            managed.resources(),
            "spec",
            "nodeSets",
            "0",
            "podTemplate",
            "spec",
            "containers",
            "0",
            "resources")
        .build();
  }

  /** ECK knows versions without the v that image tags may have. */
  static String version(String version) {
    return version.startsWith("v") ? version.substring(1) : version;
  }

  /**
   * A single node's volume is often a folder of a large disk, of which the default watermarks, in
   * per cent, would leave gigabytes unused and refuse writes on a well-filled laptop.
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
