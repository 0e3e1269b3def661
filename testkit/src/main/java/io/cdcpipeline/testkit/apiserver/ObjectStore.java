package io.cdcpipeline.testkit.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All objects and the latest changes of each resource, with one lock and one revision counter, so
 * that watchers see every change once and in order. Stored nodes are never modified.
 */
final class ObjectStore {
  private static final int HISTORY = 5_000;

  /** One write as watchers see it; {@code before} is null for a new object. */
  record Change(long revision, String type, ObjectNode object, ObjectNode before) {}

  private final Map<String, SortedMap<String, ObjectNode>> objects = new HashMap<>();
  private final Map<String, Deque<Change>> history = new HashMap<>();
  private final Map<String, Set<Watch>> watches = new HashMap<>();
  private final Map<String, Long> forgotten = new HashMap<>();
  private long revision = 1;

  synchronized long revision() {
    return revision;
  }

  synchronized Optional<ObjectNode> get(String resource, String namespace, String name) {
    return Optional.ofNullable(all(resource).get(namespace + "/" + name));
  }

  synchronized List<ObjectNode> list(String resource, String namespace) {
    if (namespace.isEmpty()) {
      return new ArrayList<>(all(resource).values());
    }
    return new ArrayList<>(all(resource).subMap(namespace + "/", namespace + "0").values());
  }

  synchronized List<String> resources() {
    return new ArrayList<>(objects.keySet());
  }

  synchronized ObjectNode put(String resource, ObjectNode object) {
    ApiObject meta = new ApiObject(object);
    meta.metadata().put("resourceVersion", String.valueOf(++revision));
    ObjectNode before = all(resource).put(meta.namespace() + "/" + meta.name(), object);
    publish(resource, new Change(revision, before == null ? "ADDED" : "MODIFIED", object, before));
    return object;
  }

  synchronized void remove(String resource, ObjectNode object) {
    ApiObject meta = new ApiObject(object);
    ObjectNode before = all(resource).remove(meta.namespace() + "/" + meta.name());
    ObjectNode last = object.deepCopy();
    last.withObject("/metadata").put("resourceVersion", String.valueOf(++revision));
    publish(resource, new Change(revision, "DELETED", last, before));
  }

  /** Starts a watch after {@code since}; empty if that revision is no longer in the history. */
  synchronized Optional<Watch> watch(String resource, long since) {
    if (since < forgotten.getOrDefault(resource, 0L)) {
      return Optional.empty();
    }
    Watch watch = new Watch();
    for (Change change : history.getOrDefault(resource, new ArrayDeque<>())) {
      if (change.revision() > since) {
        watch.offer(change);
      }
    }
    watches.computeIfAbsent(resource, r -> new LinkedHashSet<>()).add(watch);
    return Optional.of(watch);
  }

  synchronized void unwatch(String resource, Watch watch) {
    watches.getOrDefault(resource, Set.of()).remove(watch);
  }

  /** Drops a resource whose CRD was deleted, and ends its watches. */
  synchronized void drop(String resource) {
    objects.remove(resource);
    forgotten.put(resource, revision);
    history.remove(resource);
    watches.getOrDefault(resource, Set.of()).forEach(Watch::end);
  }

  /** Ends every watch in the middle. */
  synchronized void cutWatches() {
    watches.values().forEach(all -> all.forEach(Watch::cut));
  }

  /** Forgets every change so far. */
  synchronized void compact() {
    history.clear();
    objects.keySet().forEach(resource -> forgotten.put(resource, revision));
  }

  private void publish(String resource, Change change) {
    Deque<Change> changes = history.computeIfAbsent(resource, r -> new ArrayDeque<>());
    changes.add(change);
    if (changes.size() > HISTORY) {
      forgotten.put(resource, changes.remove().revision());
    }
    watches.getOrDefault(resource, Set.of()).forEach(watch -> watch.offer(change));
  }

  private SortedMap<String, ObjectNode> all(String resource) {
    return objects.computeIfAbsent(resource, r -> new TreeMap<>());
  }
}
