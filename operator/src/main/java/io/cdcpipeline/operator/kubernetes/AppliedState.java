package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was last applied to remote systems, kept in a ConfigMap of the pipeline so that a restarted
 * operator neither repeats nor forgets it. Hashes and positions only, never a secret.
 */
public final class AppliedState {
  private static final ManifestTemplate BASE =
      ManifestTemplate.load(AppliedState.class, "configmap.yaml");

  private final ResourceNames names;
  private final ChildResources children;

  public AppliedState(ResourceNames names, ChildResources children) {
    this.names = names;
    this.children = children;
  }

  public Optional<String> get(String key) {
    return Optional.ofNullable(all().get(key));
  }

  /** Remembers a value; written at once, and only when it differs. */
  public void put(String key, String value) {
    // Stages write from background threads too; each writes the whole map.
    synchronized (AppliedState.class) {
      var data = all();
      data.put(key, value);
      write(data);
    }
  }

  public void remove(String key) {
    synchronized (AppliedState.class) {
      var data = all();
      if (data.remove(key) != null) {
        write(data);
      }
    }
  }

  private void write(Map<String, String> data) {
    children.apply(desired(names, data));
  }

  static GenericKubernetesResource desired(ResourceNames names, Map<String, String> data) {
    var manifest = BASE.named(names, names.applied(), "operator");
    data.forEach((key, value) -> manifest.set(value, "data", key));
    return manifest.build();
  }

  private Map<String, String> all() {
    var data = new TreeMap<String, String>();
    children
        .get(ResourceKind.CONFIG_MAP, names.applied())
        .map(configMap -> configMap.<Map<String, Object>>get("data"))
        .ifPresent(values -> values.forEach((key, value) -> data.put(key, String.valueOf(value))));
    return data;
  }
}
