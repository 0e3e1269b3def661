package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.cluster.Cluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.concurrent.TimeUnit;

/** Removes the pipeline and all its children from an external API server. */
final class Cleanup {
  private static final long PATIENCE_SECONDS = 30;

  private Cleanup() {}

  /** The operator does the removal, as for anyone who deletes a pipeline. */
  static void run(Cluster cluster, PipelineFile file) {
    var pipeline =
        cluster
            .client()
            .genericKubernetesResources(PipelineFile.KIND)
            .inNamespace(file.namespace())
            .withName(file.name());
    try {
      pipeline.patch(
          PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"deletionPolicy\":\"Delete\"}}");
      pipeline.delete();
      pipeline.waitUntilCondition(
          (GenericKubernetesResource live) -> live == null, PATIENCE_SECONDS, TimeUnit.SECONDS);
      file.others()
          .forEach(o -> cluster.client().resource(o).inNamespace(file.namespace()).delete());
    } catch (KubernetesClientException e) {
      System.err.println(
          "Some of the demo's objects are left in the API server: " + e.getMessage());
    }
  }
}
