package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which components of which pipelines are as their spec wants them, until an event of one of their
 * children says that somebody touched it: comparing big children again and again costs the most.
 */
final class ApplyCache {
  private final Map<ResourceID, Map<String, Object>> inputs = new ConcurrentHashMap<>();

  /** Does the work unless it was done for equal inputs and nothing was touched since. */
  void unless(ResourceID pipeline, String component, Object now, Runnable work) {
    var mine = inputs.computeIfAbsent(pipeline, p -> new ConcurrentHashMap<>());
    if (now.equals(mine.put(component, now))) {
      return;
    }
    try {
      work.run();
    } catch (RuntimeException e) {
      mine.remove(component);
      throw e;
    }
  }

  /** Children point to their pipeline by label: those that outlive it have no owner reference. */
  Set<ResourceID> touched(GenericKubernetesResource child) {
    var labels = child.getMetadata().getLabels();
    var name = labels == null ? null : labels.get(Labels.PIPELINE);
    if (name == null) {
      return Set.of();
    }
    var pipeline = new ResourceID(name, child.getMetadata().getNamespace());
    var component = labels.get(Labels.COMPONENT);
    var mine = inputs.get(pipeline);
    if (mine != null && component != null) {
      mine.remove(component);
    }
    return Set.of(pipeline);
  }

  /** Of all pipelines: a kind went away with all its objects, and nothing may have told of them. */
  void forget() {
    inputs.clear();
  }

  void forget(ResourceID pipeline) {
    inputs.remove(pipeline);
  }
}
