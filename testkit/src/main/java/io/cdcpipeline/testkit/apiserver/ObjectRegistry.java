package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * What happens between a request and the store: names, UIDs, generations, subresources, finalizers.
 */
final class ObjectRegistry {
  private final ObjectStore store;
  private final ResourceTypes types;
  private final Clock clock;
  private final Admission admission = new Admission();
  private volatile boolean namespacesRequired;
  private volatile Webhook webhook = (kind, object) -> {};
  private final GarbageCollector collector;

  ObjectRegistry(ObjectStore store, ResourceTypes types, Clock clock) {
    this.store = store;
    this.types = types;
    this.clock = clock;
    this.collector = new GarbageCollector(store, types, this);
  }

  /** A mutating admission webhook: changes what is about to be stored, but never a status. */
  interface Webhook {
    void mutate(String kind, ObjectNode object);
  }

  void webhook(Webhook mutating) {
    webhook = mutating;
  }

  /** As the admission plugin NamespaceLifecycle does; most tests do without namespaces. */
  void requireNamespaces() {
    namespacesRequired = true;
  }

  private void checkNamespace(ResourceType type, String namespace) {
    if (namespacesRequired && type.namespaced()) {
      get(types.find("v1", "namespaces").orElseThrow(), "", namespace);
    }
  }

  String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  ObjectNode get(ResourceType type, String namespace, String name) {
    return store
        .get(type.storageKey(), namespace, name)
        .orElseThrow(() -> ApiError.notFound(type, name));
  }

  ObjectNode create(ResourceType type, String namespace, ObjectNode body, WriteOptions options) {
    synchronized (store) {
      checkNamespace(type, namespace);
      webhook.mutate(type.kind(), body);
      ApiObject object = new ApiObject(body);
      ObjectNode metadata = object.metadata();
      if (object.name().isEmpty() && !object.text("generateName").isEmpty()) {
        String random = UUID.randomUUID().toString().substring(0, 5);
        metadata.put("name", object.text("generateName") + random);
      }
      if (type.namespaced()) {
        metadata.put("namespace", namespace);
      }
      if (store.get(type.storageKey(), object.namespace(), object.name()).isPresent()) {
        throw ApiError.alreadyExists(type, object.name());
      }
      if (type.statusSubresource()) {
        body.remove("status");
      }
      metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", now());
      metadata.remove(List.of("deletionTimestamp", "resourceVersion", "generation"));
      if (type.hasGeneration()) {
        metadata.put("generation", 1);
      }
      body.put("apiVersion", type.apiVersion()).put("kind", type.kind());
      admission.admit(type, body, null, options);
      if (type.equals(ResourceTypes.CRD)) {
        CustomResources.establish(body);
      }
      return options.dryRun() ? body : write(type, body);
    }
  }

  /**
   * Replaces spec and metadata, or only the status, with the result of {@code change} on the live
   * object.
   */
  ObjectNode update(
      ResourceType type,
      String namespace,
      String name,
      WriteOptions options,
      UnaryOperator<ObjectNode> change) {
    synchronized (store) {
      ObjectNode live = get(type, namespace, name);
      ObjectNode next = change.apply(live.deepCopy());
      if (!options.status()) {
        webhook.mutate(type.kind(), next); // before the generation is decided
      }
      String version = new ApiObject(next).text("resourceVersion");
      if (!version.isEmpty() && !version.equals(new ApiObject(live).text("resourceVersion"))) {
        throw ApiError.conflict(
            type,
            name,
            "the object has been modified; please apply your changes to the latest version and try"
                + " again");
      }
      ObjectNode merged = options.status() ? withStatus(live, next) : withSpec(type, live, next);
      admission.admit(type, merged, live, options);
      if (options.dryRun() || merged.equals(live)) {
        return merged;
      }
      ApiObject object = new ApiObject(merged);
      if (object.deleting() && !object.hasFinalizers()) {
        remove(type, merged);
        return merged;
      }
      return write(type, merged);
    }
  }

  private static ObjectNode withStatus(ObjectNode live, ObjectNode next) {
    ObjectNode merged = live.deepCopy();
    new ApiObject(merged).set("status", next.path("status"));
    keep(next, merged, "managedFields");
    return merged;
  }

  private static ObjectNode withSpec(ResourceType type, ObjectNode live, ObjectNode next) {
    ObjectNode merged = next.deepCopy();
    for (String field :
        new String[] {
          "name",
          "namespace",
          "uid",
          "creationTimestamp",
          "resourceVersion",
          "generation",
          "deletionTimestamp",
          "deletionGracePeriodSeconds"
        }) {
      keep(live, merged, field);
    }
    if (!next.path("metadata").has("managedFields")) {
      keep(live, merged, "managedFields");
    }
    ApiObject object = new ApiObject(merged);
    if (type.statusSubresource()) {
      object.set("status", live.path("status"));
    }
    if (type.hasGeneration() && !object.desired().equals(new ApiObject(live).desired())) {
      object.metadata().put("generation", live.path("metadata").path("generation").asLong() + 1);
    }
    return merged;
  }

  private static void keep(ObjectNode from, ObjectNode to, String field) {
    JsonNode value = from.path("metadata").path(field);
    ObjectNode metadata = new ApiObject(to).metadata();
    if (value.isMissingNode()) {
      metadata.remove(field);
    } else {
      metadata.set(field, value);
    }
  }

  /** Deletes the object, or marks it as deleting while it has finalizers. */
  ObjectNode delete(ResourceType type, String namespace, String name, WriteOptions options) {
    synchronized (store) {
      ObjectNode live = get(type, namespace, name);
      if (options.dryRun()) {
        return live;
      }
      ApiObject object = new ApiObject(live.deepCopy());
      if (!object.hasFinalizers()) {
        if (options.orphan()) {
          collector.orphan(object.text("uid"));
        }
        remove(type, object.json());
        return object.json();
      }
      if (object.deleting()) {
        return live;
      }
      object.metadata().put("deletionTimestamp", now()).put("deletionGracePeriodSeconds", 0);
      if (type.hasGeneration()) {
        long generation = object.metadata().path("generation").asLong();
        object.metadata().put("generation", generation + 1);
      }
      return write(type, object.json());
    }
  }

  private ObjectNode write(ResourceType type, ObjectNode object) {
    ObjectNode stored = store.put(type.storageKey(), object);
    if (type.equals(ResourceTypes.CRD)) {
      JsonNode spec = object.path("spec");
      types.remove(spec.path("group").asText(), spec.path("names").path("plural").asText());
      CustomResources.types(object).forEach(types::add);
    }
    return stored;
  }

  private void remove(ResourceType type, ObjectNode object) {
    if (type.equals(ResourceTypes.CRD)) {
      CustomResources.types(object).forEach(collector::removeAll);
      CustomResources.types(object).forEach(t -> types.remove(t.group(), t.plural()));
    }
    store.remove(type.storageKey(), object);
    collector.removed(type, object);
  }
}
