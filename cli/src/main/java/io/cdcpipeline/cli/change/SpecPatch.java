package io.cdcpipeline.cli.change;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Optional;

/**
 * Changes fields of a pipeline's spec under our own field manager, and not behind the back of a
 * tool that applies the same fields and would put them back.
 *
 * @param force also where another tool owns the field
 */
record SpecPatch(Cluster cluster, boolean force) {
  static final String FIELD_MANAGER = "kubectl-cdc";

  /**
   * Merges a document into the spec.
   *
   * @param field the one that matters, below spec, with dots
   * @throws CliException if another tool owns it
   */
  GenericKubernetesResource merge(
      GenericKubernetesResource live, String field, Map<String, Object> spec) {
    owner(live, field)
        .filter(owner -> !force)
        .ifPresent(
            owner -> {
              throw CliException.unavailable(
                  "spec.%s belongs to %s, which would put it back".formatted(field, owner),
                  "Change it there, or use --force.");
            });
    var patch =
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(FIELD_MANAGER)
            .build();
    return cluster.ask(
        c ->
            c.genericKubernetesResources(Cluster.PIPELINES)
                .inNamespace(live.getMetadata().getNamespace())
                .withName(live.getMetadata().getName())
                .patch(patch, Json.JSON.<JsonNode>valueToTree(Map.of("spec", spec)).toString()));
  }

  /** Who applies the field on the server's side, other than kubectl by hand. */
  private static Optional<String> owner(GenericKubernetesResource live, String field) {
    var path = "/f:spec/f:" + field.replace(".", "/f:");
    return live.getMetadata().getManagedFields().stream()
        .filter(entry -> "Apply".equals(entry.getOperation()) && entry.getFieldsV1() != null)
        .filter(entry -> !entry.getManager().equals("kubectl"))
        .filter(
            entry -> !Json.JSON.<JsonNode>valueToTree(entry.getFieldsV1()).at(path).isMissingNode())
        .map(entry -> entry.getManager())
        .findFirst();
  }
}
