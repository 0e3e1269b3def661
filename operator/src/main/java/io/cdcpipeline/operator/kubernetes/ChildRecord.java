package io.cdcpipeline.operator.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of the objects that one pipeline created, in its {@link AppliedState}: the proof that
 * is left when an object is gone but its volumes are not, or when it came back from a backup. Kept
 * in memory between writes, because nearly every reconcile finds what is recorded already.
 */
final class ChildRecord {
  static final String KEY = "children";
  private static final String SEPARATOR = ",";

  private final AppliedState state;
  private final String namespace;
  private Set<String> stored;
  private final Set<String> added = new TreeSet<>();

  ChildRecord(AppliedState state, String namespace) {
    this.state = state;
    this.namespace = namespace;
  }

  synchronized boolean contains(HasMetadata child) {
    return all().contains(entry(child));
  }

  synchronized boolean contains(ResourceKind kind, String name) {
    return all().contains(kind.kind() + "/" + name);
  }

  /** Remembers a child; {@link #save} stores it. */
  synchronized void add(HasMetadata child) {
    if (stored == null || !stored.contains(entry(child))) {
      added.add(entry(child));
    }
  }

  /** Forgets a child that turned out to be somebody else's. */
  synchronized void remove(HasMetadata child) {
    added.remove(entry(child));
    if (all().contains(entry(child))) {
      var rest = new TreeSet<>(stored);
      rest.remove(entry(child));
      store(rest);
    }
  }

  /** Stores what was added; no write and no read when there is nothing new. */
  synchronized void save() {
    if (!added.isEmpty()) {
      store(all());
    }
  }

  private void store(Set<String> entries) {
    state.put(KEY, String.join(SEPARATOR, entries));
    stored = entries;
    added.clear();
  }

  private Set<String> all() {
    if (stored == null) {
      stored = new TreeSet<>(Arrays.asList(state.get(KEY).orElse("").split(SEPARATOR, -1)));
      stored.remove("");
    }
    var all = new TreeSet<>(stored);
    all.addAll(added);
    return all;
  }

  /** Kind and name; with the namespace where that is not the pipeline's. */
  private String entry(HasMetadata child) {
    var metadata = child.getMetadata();
    return metadata.getNamespace() == null || metadata.getNamespace().equals(namespace)
        ? child.getKind() + "/" + metadata.getName()
        : child.getKind() + "/" + metadata.getNamespace() + "/" + metadata.getName();
  }
}
