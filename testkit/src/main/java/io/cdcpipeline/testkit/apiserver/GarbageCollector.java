package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Deletes the dependents of an owner, a namespace or a CRD. */
final class GarbageCollector {
  private static final WriteOptions BACKGROUND =
      new WriteOptions(false, false, false, false, false);

  private final ObjectStore store;
  private final ResourceTypes types;
  private final ObjectRegistry registry;

  GarbageCollector(ObjectStore store, ResourceTypes types, ObjectRegistry registry) {
    this.store = store;
    this.types = types;
    this.registry = registry;
  }

  void removed(ResourceType type, ObjectNode owner) {
    dependents(new ApiObject(owner).text("uid"), true);
    if (type.equals(ResourceTypes.NAMESPACE)) {
      String namespace = new ApiObject(owner).name();
      store
          .resources()
          .forEach(
              key ->
                  types
                      .stored(key)
                      .ifPresent(t -> store.list(key, namespace).forEach(o -> delete(t, o))));
    }
  }

  void orphan(String uid) {
    dependents(uid, false);
  }

  void removeAll(ResourceType type) {
    store.list(type.storageKey(), "").forEach(object -> delete(type, object));
    store.drop(type.storageKey());
  }

  /** Removes the reference to a deleted owner; an object with no owner left is deleted too. */
  private void dependents(String uid, boolean cascade) {
    for (String key : store.resources()) {
      for (ObjectNode object : store.list(key, "")) {
        if (!new ApiObject(object).ownerUids().contains(uid)) {
          continue;
        }
        ResourceType type = types.stored(key).orElseThrow();
        if (cascade && new ApiObject(object).ownerUids().size() == 1) {
          delete(type, object);
        } else {
          release(type, object, uid);
        }
      }
    }
  }

  private void release(ResourceType type, ObjectNode object, String uid) {
    ApiObject meta = new ApiObject(object);
    registry.update(
        type,
        meta.namespace(),
        meta.name(),
        BACKGROUND,
        live -> {
          ArrayNode owners = live.withObject("/metadata").withArray("ownerReferences");
          owners.removeIf(owner -> owner.path("uid").asText().equals(uid));
          return live;
        });
  }

  private void delete(ResourceType type, ObjectNode object) {
    ApiObject meta = new ApiObject(object);
    if (store.get(type.storageKey(), meta.namespace(), meta.name()).isPresent()) {
      registry.delete(type, meta.namespace(), meta.name(), BACKGROUND);
    }
  }
}
