package io.cdcpipeline.operator.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Map;
import java.util.Optional;

/**
 * What was last applied to remote systems, kept in a ConfigMap of the pipeline so that a restarted
 * operator neither repeats nor forgets it. Hashes and positions only, never a secret. Each value is
 * written by a patch of its own key, so writers on several threads need no lock.
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
    return configMap().flatMap(found -> value(found, key));
  }

  /** Records a value at once, and only when it differs. */
  public void put(String key, String value) {
    if (configMap().isEmpty()) {
      children.apply(desired(names, Map.of(key, value)));
    } else if (!get(key).equals(Optional.of(value))) {
      entry(key).write(value);
    }
  }

  public void remove(String key) {
    if (get(key).isPresent()) {
      entry(key).write(null);
    }
  }

  /**
   * One value that a background thread may read and write: it holds nothing of this reconcile.
   * Creates the ConfigMap where it is missing.
   */
  public Entry entry(String key) {
    if (configMap().isEmpty()) {
      children.apply(desired(names, Map.of()));
    }
    return new Entry(
        children.client(),
        children.informer(ResourceKind.CONFIG_MAP),
        new ResourceID(names.applied(), names.namespace()),
        key);
  }

  /** One value of one pipeline. */
  public record Entry(
      KubernetesClient client,
      InformerEventSource<GenericKubernetesResource, CdcPipeline> informer,
      ResourceID id,
      String key) {

    public Optional<String> get() {
      return ChildInformers.ifRunning(informer, informer.get(id))
          .flatMap(found -> value(found, key));
    }

    /** Records a value at once, and only when it differs. */
    public void put(String value) {
      if (!get().equals(Optional.of(value))) {
        write(value);
      }
    }

    /** Null removes the key. */
    private void write(String value) {
      ObjectNode patch = JsonNodeFactory.instance.objectNode();
      patch.putObject("data").put(key, value);
      var written =
          client
              .genericKubernetesResources(
                  ResourceKind.CONFIG_MAP.apiVersion(), ResourceKind.CONFIG_MAP.kind())
              .inNamespace(id.getNamespace().orElseThrow())
              .withName(id.getName())
              .patch(
                  new PatchContext.Builder()
                      .withPatchType(PatchType.JSON_MERGE)
                      .withFieldManager(Labels.FIELD_MANAGER)
                      .build(),
                  patch.toString());
      cache(written);
    }

    /** So that the next read finds it; an answer that a later one has overtaken is dropped. */
    private void cache(GenericKubernetesResource written) {
      synchronized (informer) {
        var known = informer.get(id);
        if (known.isEmpty() || version(known.get()) < version(written)) {
          informer.handleRecentResourceUpdate(id, written, known.orElse(null));
        }
      }
    }

    private static long version(GenericKubernetesResource resource) {
      return Long.parseLong(resource.getMetadata().getResourceVersion());
    }
  }

  static GenericKubernetesResource desired(ResourceNames names, Map<String, String> data) {
    var manifest = BASE.named(names, names.applied(), "operator");
    data.forEach((key, value) -> manifest.set(value, "data", key));
    return manifest.build();
  }

  private Optional<GenericKubernetesResource> configMap() {
    return children.get(ResourceKind.CONFIG_MAP, names.applied());
  }

  private static Optional<String> value(GenericKubernetesResource configMap, String key) {
    return Optional.ofNullable(configMap.<Map<String, Object>>get("data"))
        .map(data -> data.get(key))
        .map(String::valueOf);
  }
}
