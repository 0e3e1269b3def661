package io.cdcpipeline.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Asks the API server what would become of a pipeline, without its doing anything: as the same tool
 * would apply it that applied it before, because that decides about fields that are gone from the
 * file.
 */
final class DryRun {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final String KUBECTL = "kubectl";

  private DryRun() {}

  /** The pipeline after the apply; the client's exception says why there would be none. */
  static GenericKubernetesResource apply(
      KubernetesClient client, ObjectNode file, Optional<GenericKubernetesResource> live) {
    var lastApplied = live.flatMap(DryRun::lastApplied);
    if (lastApplied.isEmpty()) {
      return serverSide(client, file, live);
    }
    return client
        .genericKubernetesResources(Cluster.PIPELINES)
        .inNamespace(live.get().getMetadata().getNamespace())
        .withName(live.get().getMetadata().getName())
        .dryRun()
        .patch(PatchContext.of(PatchType.JSON_MERGE), threeWay(lastApplied.get(), file).toString());
  }

  private static GenericKubernetesResource serverSide(
      KubernetesClient client, ObjectNode file, Optional<GenericKubernetesResource> live) {
    var object = Json.JSON.convertValue(file, GenericKubernetesResource.class);
    return client
        .resource(object)
        .dryRun()
        .fieldManager(live.map(DryRun::manager).orElse(KUBECTL))
        .forceConflicts()
        .serverSideApply();
  }

  /** Who applied it last on the server's side. */
  private static String manager(GenericKubernetesResource live) {
    return live.getMetadata().getManagedFields().stream()
        .filter(entry -> "Apply".equals(entry.getOperation()))
        .filter(entry -> entry.getSubresource() == null || entry.getSubresource().isEmpty())
        .map(ManagedFieldsEntry::getManager)
        .filter(manager -> !manager.startsWith("cdc-pipeline"))
        .findFirst()
        .orElse(KUBECTL);
  }

  private static Optional<JsonNode> lastApplied(GenericKubernetesResource live) {
    var annotations = live.getMetadata().getAnnotations();
    var text = annotations == null ? null : annotations.get(LAST_APPLIED);
    try {
      return text == null ? Optional.empty() : Optional.of(Json.JSON.readTree(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What kubectl sends: the file, and a null for what the file before had and it has not. */
  static ObjectNode threeWay(JsonNode lastApplied, ObjectNode file) {
    var patch = file.deepCopy();
    for (var before : lastApplied.properties()) {
      var now = file.get(before.getKey());
      if (now == null) {
        patch.putNull(before.getKey());
      } else if (now.isObject() && before.getValue().isObject()) {
        patch.set(before.getKey(), threeWay(before.getValue(), (ObjectNode) now));
      }
    }
    return patch;
  }
}
