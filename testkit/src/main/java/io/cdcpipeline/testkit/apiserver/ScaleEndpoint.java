package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The {@code scale} subresource of workloads and of CRDs that declare one. */
record ScaleEndpoint(ObjectRegistry registry) {

  Response handle(ResourceType type, RequestPath path, Request request) {
    if (!type.scalable() || !path.subresource().equals("scale")) {
      throw ApiError.noSuchPath();
    }
    if (request.method().equals("GET")) {
      return Response.ok(scale(type, registry.get(type, path.namespace(), path.name())));
    }
    WriteOptions options = request.options(false, JsonNodeFactory.instance.objectNode());
    JsonNode wanted = request.json();
    ObjectNode updated =
        registry.update(
            type,
            path.namespace(),
            path.name(),
            options,
            live -> withReplicas(type, live, request.method(), wanted));
    return Response.ok(scale(type, updated));
  }

  private static ObjectNode withReplicas(
      ResourceType type, ObjectNode live, String method, JsonNode wanted) {
    ObjectNode scale = scale(type, live);
    JsonNode next = method.equals("PUT") ? wanted : Patches.merge(scale, wanted, false);
    String pointer = type.specReplicasPath().replace('.', '/');
    int slash = pointer.lastIndexOf('/');
    ObjectNode parent = slash == 0 ? live : live.withObject(pointer.substring(0, slash));
    parent.set(pointer.substring(slash + 1), next.path("spec").path("replicas"));
    return live;
  }

  private static ObjectNode scale(ResourceType type, ObjectNode object) {
    ObjectNode scale = JsonNodeFactory.instance.objectNode();
    scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ApiObject meta = new ApiObject(object);
    ObjectNode metadata = scale.putObject("metadata");
    metadata.put("name", meta.name()).put("namespace", meta.namespace());
    metadata.put("uid", meta.text("uid")).put("resourceVersion", meta.text("resourceVersion"));
    int replicas = JsonPath.read(object, type.specReplicasPath()).asInt(1);
    scale.putObject("spec").put("replicas", replicas);
    ObjectNode status = scale.putObject("status");
    status.put("replicas", JsonPath.read(object, type.statusReplicasPath()).asInt(0));
    String labels = type.scale().path("labelSelectorPath").asText("");
    if (!labels.isEmpty()) {
      status.put("selector", JsonPath.read(object, labels).asText(""));
    }
    return scale;
  }
}
