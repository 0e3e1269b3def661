package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Maps the verbs on one resource to operations of the registry. */
final class ResourceEndpoint {
  private static final String MERGE = "application/merge-patch";
  private static final String STRATEGIC = "application/strategic-merge-patch";
  private static final String JSON_PATCH = "application/json-patch";

  private final ObjectStore store;
  private final ObjectRegistry registry;

  ResourceEndpoint(ObjectStore store, ObjectRegistry registry) {
    this.store = store;
    this.registry = registry;
  }

  Response handle(ResourceType type, RequestPath path, Request request) {
    if (!path.subresource().isEmpty() && !path.subresource().equals("status")) {
      return new ScaleEndpoint(registry).handle(type, path, request);
    }
    return switch (request.method()) {
      case "GET" -> path.name().isEmpty() ? list(type, path, request) : get(type, path, request);
      case "POST" -> create(type, path.namespace(), request.object(), request);
      case "PUT" -> update(type, path, request, live -> request.object());
      case "PATCH" -> patch(type, path, request);
      case "DELETE" ->
          path.name().isEmpty() ? deleteAll(type, path, request) : delete(type, path, request);
      default -> throw ApiError.plain(405, "MethodNotAllowed", request.method());
    };
  }

  static Predicate<JsonNode> selector(Request request) {
    return Selector.labels(request.parameter("labelSelector"))
        .and(Selector.fields(request.parameter("fieldSelector")));
  }

  private Response get(ResourceType type, RequestPath path, Request request) {
    ObjectNode object = shown(type, registry.get(type, path.namespace(), path.name()));
    return Response.ok(
        request.wantsTable() ? TableView.of(type, List.of(object), Instant.now()) : object);
  }

  private Response list(ResourceType type, RequestPath path, Request request) {
    synchronized (store) {
      List<ObjectNode> objects =
          store.list(type.storageKey(), path.namespace()).stream()
              .filter(selector(request))
              .map(object -> shown(type, object))
              .toList();
      ObjectNode list;
      if (request.wantsTable()) {
        list = TableView.of(type, objects, Instant.now());
      } else {
        list = JsonNodeFactory.instance.objectNode();
        list.put("kind", type.kind() + "List").put("apiVersion", type.apiVersion());
        ArrayNode items = list.putArray("items");
        items.addAll(objects);
      }
      list.putObject("metadata").put("resourceVersion", String.valueOf(store.revision()));
      return Response.ok(list);
    }
  }

  private Response create(ResourceType type, String namespace, ObjectNode body, Request request) {
    WriteOptions options = request.options(false, JsonNodeFactory.instance.objectNode());
    return Response.created(shown(type, registry.create(type, namespace, body, options)));
  }

  private Response update(
      ResourceType type, RequestPath path, Request request, UnaryOperator<ObjectNode> change) {
    return Response.ok(shown(type, updated(type, path, options(path, request), change)));
  }

  private ObjectNode updated(
      ResourceType type, RequestPath path, WriteOptions options, UnaryOperator<ObjectNode> change) {
    return registry.update(type, path.namespace(), path.name(), options, change);
  }

  private static WriteOptions options(RequestPath path, Request request) {
    boolean status = path.subresource().equals("status");
    return request.options(status, JsonNodeFactory.instance.objectNode());
  }

  private Response patch(ResourceType type, RequestPath path, Request request) {
    if (request.hasContentType("application/apply-patch")) {
      return apply(type, path, request);
    }
    JsonNode patch = request.json();
    if (request.hasContentType(JSON_PATCH)) {
      return update(type, path, request, live -> Patches.json(live, patch));
    }
    if (request.hasContentType(STRATEGIC) && type.custom()) {
      throw ApiError.plain(415, "UnsupportedMediaType", "strategic merge is not for custom kinds");
    }
    if (request.hasContentType(MERGE) || request.hasContentType(STRATEGIC)) {
      boolean strategic = request.hasContentType(STRATEGIC);
      return update(type, path, request, live -> Patches.merge(live, patch, strategic));
    }
    throw ApiError.plain(415, "UnsupportedMediaType", "no such kind of patch");
  }

  private Response apply(ResourceType type, RequestPath path, Request request) {
    WriteOptions options = options(path, request).applying();
    ObjectNode body = request.object();
    if (options.status()) {
      body.retain("apiVersion", "kind", "metadata", "status");
      body.withObject("/metadata").retain("name", "namespace", "uid", "resourceVersion");
    } else if (type.statusSubresource()) {
      body.remove("status");
    }
    String manager = request.parameter("fieldManager");
    ServerSideApply apply =
        new ServerSideApply(manager, options.status(), request.flag("force"), registry.now());
    synchronized (store) {
      boolean absent = store.get(type.storageKey(), path.namespace(), path.name()).isEmpty();
      if (absent && !options.status()) {
        ObjectNode tree = ManagedFields.of(body);
        body.withObject("/metadata").put("name", path.name()).remove("managedFields");
        body.put("apiVersion", type.apiVersion());
        ManagedFields.record(body, manager, false, tree, registry.now());
        return Response.created(
            shown(type, registry.create(type, path.namespace(), body, options)));
      }
      return Response.ok(
          shown(type, updated(type, path, options, live -> applied(apply, live, body))));
    }
  }

  private static ObjectNode applied(ServerSideApply apply, ObjectNode live, ObjectNode body) {
    ObjectNode wanted = body.deepCopy();
    JsonNode version = wanted.path("metadata").path("resourceVersion");
    wanted.withObject("/metadata").remove("managedFields");
    ObjectNode result = apply.apply(live, wanted);
    if (!version.isMissingNode()) {
      new ApiObject(result).metadata().set("resourceVersion", version);
    }
    return result;
  }

  private Response delete(ResourceType type, RequestPath path, Request request) {
    JsonNode body = request.json();
    JsonNode wanted = body.path("preconditions");
    ApiObject live = new ApiObject(registry.get(type, path.namespace(), path.name()));
    for (String field : List.of("uid", "resourceVersion")) {
      if (wanted.has(field) && !wanted.path(field).asText().equals(live.text(field))) {
        throw ApiError.conflict(type, path.name(), "the " + field + " in the precondition differs");
      }
    }
    WriteOptions options = request.options(false, body);
    ObjectNode gone = registry.delete(type, path.namespace(), path.name(), options);
    return Response.ok(shown(type, gone));
  }

  private Response deleteAll(ResourceType type, RequestPath path, Request request) {
    WriteOptions options = request.options(false, request.json());
    for (ObjectNode object : store.list(type.storageKey(), path.namespace())) {
      if (selector(request).test(object)) {
        ApiObject meta = new ApiObject(object);
        registry.delete(type, meta.namespace(), meta.name(), options);
      }
    }
    return list(type, path, request);
  }

  /** The object in the requested version: all versions of a resource share one schema here. */
  static ObjectNode shown(ResourceType type, ObjectNode object) {
    if (object.path("apiVersion").asText().equals(type.apiVersion())) {
      return object;
    }
    return object.deepCopy().put("apiVersion", type.apiVersion());
  }
}
