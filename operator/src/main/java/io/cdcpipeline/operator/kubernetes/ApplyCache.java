package io.cdcpipeline.operator.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers which components were applied from which inputs, and which versions of children match
 * their desired state. Comparing large children field by field would be most of what a reconcile of
 * a ready pipeline costs.
 */
final class ApplyCache {
  private static final long FNV_OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final String PART = "/";

  private final Map<ResourceID, Map<String, Object>> appliedInputs = new ConcurrentHashMap<>();
  private final Map<ResourceID, Map<String, Long>> matchedVersions = new ConcurrentHashMap<>();
  private final Map<ResourceID, Map<String, Long>> settledContents = new ConcurrentHashMap<>();

  /**
   * Runs the work unless it last ran for the same generation of the pipeline and with equal inputs,
   * and no child of the component has changed since.
   */
  void unlessUnchanged(
      CdcPipeline pipeline, ComponentName component, String part, Object inputs, Runnable apply) {
    var metadata = pipeline.getMetadata();
    var all = Arrays.asList(metadata.getUid(), metadata.getGeneration(), inputs);
    var id = ResourceID.fromResource(pipeline);
    var applied = appliedInputs.computeIfAbsent(id, p -> new ConcurrentHashMap<>());
    var key = component + PART + part;
    // Recorded first: a child that changes during the work invalidates it again.
    if (all.equals(applied.put(key, all))) {
      return;
    }
    try {
      apply.run();
    } catch (RuntimeException e) {
      applied.remove(key);
      throw e;
    }
  }

  /** Whether the live child has every field we want; compares each pair of versions only once. */
  boolean matches(
      ResourceID pipeline,
      GenericKubernetesResource actual,
      GenericKubernetesResource desired,
      Context<?> context) {
    var matched = matchedVersions.computeIfAbsent(pipeline, p -> new ConcurrentHashMap<>());
    var child = key(desired);
    Long version = fingerprint(actual, desired);
    if (version.equals(matched.get(child))) {
      return true;
    }
    boolean matches =
        compare(actual, desired, context) || isSettled(pipeline, child, actual, desired);
    if (matches) {
      matched.put(child, version);
    }
    return matches;
  }

  /**
   * Notes what an update led to. One that changed nothing would change nothing again: the API
   * server keeps another value, as a mutating webhook does that rewrites images.
   */
  void updated(
      ResourceID pipeline,
      GenericKubernetesResource before,
      GenericKubernetesResource after,
      GenericKubernetesResource desired) {
    long content = content(after, desired);
    if (content == content(before, desired)) {
      settledContents
          .computeIfAbsent(pipeline, p -> new ConcurrentHashMap<>())
          .put(key(desired), content);
    }
  }

  private boolean isSettled(
      ResourceID pipeline,
      String child,
      GenericKubernetesResource actual,
      GenericKubernetesResource desired) {
    var settled = settledContents.getOrDefault(pipeline, Map.of()).get(child);
    return settled != null && settled == content(actual, desired);
  }

  private static String key(GenericKubernetesResource child) {
    return child.getKind() + "/" + child.getMetadata().getName();
  }

  /**
   * Whether the live object has every field we want. Deployments are compared as such: the SDK then
   * knows that a cpu of 1000m comes back as 1.
   */
  static boolean compare(
      GenericKubernetesResource actual, GenericKubernetesResource desired, Context<?> context) {
    if (actual.getMetadata().getDeletionTimestamp() != null) {
      return true; // It is being deleted, and will be created again afterwards.
    }
    if (!ResourceKind.DEPLOYMENT.equals(ResourceKind.of(desired))) {
      return match(actual, desired, context);
    }
    var serialization = context.getClient().getKubernetesSerialization();
    return match(
        serialization.convertValue(actual, Deployment.class),
        serialization.convertValue(desired, Deployment.class),
        context);
  }

  /** The pipeline that a child's labels name: children that outlive it have no owner reference. */
  static Set<ResourceID> primaryOf(GenericKubernetesResource child) {
    var labels = child.getMetadata().getLabels();
    var name = labels == null ? null : labels.get(Labels.PIPELINE);
    return name == null
        ? Set.of()
        : Set.of(new ResourceID(name, child.getMetadata().getNamespace()));
  }

  /** A child has changed: its component is applied again at the next reconcile. */
  void invalidate(GenericKubernetesResource child) {
    for (var pipeline : primaryOf(child)) {
      var applied = appliedInputs.get(pipeline);
      var component = child.getMetadata().getLabels().get(Labels.COMPONENT);
      if (applied != null && component != null) {
        applied.keySet().removeIf(part -> part.startsWith(component + PART));
      }
    }
  }

  /** For when a kind disappeared with all its objects, perhaps without an event for each. */
  void invalidateAll() {
    appliedInputs.clear();
  }

  void forget(ResourceID pipeline) {
    appliedInputs.remove(pipeline);
    matchedVersions.remove(pipeline);
    settledContents.remove(pipeline);
  }

  private static <R extends HasMetadata> boolean match(R actual, R desired, Context<?> context) {
    return SSABasedGenericKubernetesResourceMatcher.<R>getInstance()
        .matches(actual, desired, context);
  }

  /**
   * 64-bit FNV-1a over both objects. A collision could only hide a difference by accident, and the
   * JDK's digests are slow where only C1 compiles, as in the operator's image.
   */
  private static long fingerprint(
      GenericKubernetesResource actual, GenericKubernetesResource desired) {
    // With the uid: the versions of a re-created object are not those of the old one.
    var version =
        actual.getMetadata().getUid() + " " + actual.getMetadata().getResourceVersion() + " ";
    try {
      long hash = hash(FNV_OFFSET_BASIS, version.getBytes(StandardCharsets.UTF_8));
      return hash(hash, Json.JSON.writeValueAsBytes(desired));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of both objects, without what changes when nobody changes the live one: its status. */
  private static long content(GenericKubernetesResource actual, GenericKubernetesResource desired) {
    var live = Json.JSON.<ObjectNode>valueToTree(actual);
    live.remove("status");
    live.withObject("/metadata").remove(List.of("resourceVersion", "generation", "managedFields"));
    // In whichever order the fields are.
    return ((long) live.hashCode() << Integer.SIZE)
        ^ Json.JSON.<ObjectNode>valueToTree(desired).hashCode();
  }

  private static long hash(long start, byte[] bytes) {
    long hash = start;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }
}
