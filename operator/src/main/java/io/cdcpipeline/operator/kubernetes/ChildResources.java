package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.net.HttpURLConnection;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The children of one pipeline during one reconcile: server-side apply of the fields we own, and
 * nothing written where the server already has them.
 */
public final class ChildResources {
  private final CdcPipeline pipeline;
  private final Context<CdcPipeline> context;
  private final ChildInformers sources;
  private final ChildMatcher matcher = new ChildMatcher();

  public ChildResources(
      CdcPipeline pipeline, Context<CdcPipeline> context, ChildInformers sources) {
    this.pipeline = pipeline;
    this.context = context;
    this.sources = sources;
  }

  /** Applies a child that garbage collection removes with the pipeline; returns what is there. */
  public GenericKubernetesResource apply(GenericKubernetesResource desired) {
    desired
        .getMetadata()
        .setOwnerReferences(
            List.of(
                new OwnerReferenceBuilder()
                    .withApiVersion(pipeline.getApiVersion())
                    .withKind(pipeline.getKind())
                    .withName(pipeline.getMetadata().getName())
                    .withUid(pipeline.getMetadata().getUid())
                    .withController(false)
                    .withBlockOwnerDeletion(false)
                    .build()));
    return applyRetained(desired);
  }

  /** Applies a child that may outlive the pipeline: it is tracked by label only. */
  public GenericKubernetesResource applyRetained(GenericKubernetesResource desired) {
    var kind = ResourceKind.of(desired);
    var source = sources.of(kind, context);
    var id = ResourceID.fromResource(desired);
    var actual = sources.get(kind, id, context);
    if (actual.isEmpty()) {
      var created = create(desired);
      source.handleRecentResourceCreate(id, created);
      return created;
    }
    if (matches(actual.get(), desired)) {
      return actual.get();
    }
    var updated = serverSideApply(desired);
    source.handleRecentResourceUpdate(id, updated, actual.get());
    return updated;
  }

  /**
   * Applies and prunes children of one component, unless they are known to be as the spec of this
   * generation asks. Not for children that also depend on what no event of a child tells of, such
   * as a user's Secret, unless it is among the inputs.
   */
  public void applyUnlessUnchanged(String component, Object inputs, Runnable work) {
    var metadata = pipeline.getMetadata();
    var now = Arrays.asList(metadata.getUid(), metadata.getGeneration(), inputs);
    sources.settled().unless(ResourceID.fromResource(pipeline), component, now, work);
  }

  /**
   * Applies an object to another namespace. Owner references do not reach there, and informers may
   * not: it is read each time, and has to be deleted by {@link #deleteInNamespace}.
   */
  public void applyInNamespace(GenericKubernetesResource desired) {
    var live = context.getClient().resource(desired).get();
    if (live == null) {
      create(desired);
    } else if (!ours(live)) {
      throw nameConflict(desired);
    } else if (!matcher.matches(live, desired, context)) {
      serverSideApply(desired);
    }
  }

  /** Deletes an object of ours in another namespace. */
  public void deleteInNamespace(ResourceKind kind, String namespace, String name) {
    var there =
        context
            .getClient()
            .genericKubernetesResources(kind.apiVersion(), kind.kind())
            .inNamespace(namespace)
            .withName(name);
    var live = there.get();
    if (live != null && ours(live)) {
      there.delete();
    }
  }

  /** The child of that kind and name, if it exists and is ours. */
  public Optional<GenericKubernetesResource> get(ResourceKind kind, String name) {
    return sources.get(kind, new ResourceID(name, namespace()), context);
  }

  /** The child, or no more than its name while it is not there: nothing of that is ready. */
  public GenericKubernetesResource getOrEmpty(ResourceKind kind, String name) {
    return get(kind, name).orElseGet(() -> kind.absent(name));
  }

  /** Every child of that kind that belongs to this pipeline. */
  public List<GenericKubernetesResource> list(ResourceKind kind) {
    return sources.list(kind, new ResourceID(name(), namespace()), context);
  }

  /** Pods with these labels in the pipeline's namespace, read now: only trouble asks for them. */
  public List<Pod> pods(Map<String, String> labels) {
    // Version 0: from the API server's own cache, because every stage in trouble asks again.
    var cached = new ListOptionsBuilder().withResourceVersion("0").build();
    return context
        .getClient()
        .genericKubernetesResources("v1", "Pod")
        .inNamespace(namespace())
        .withLabels(labels)
        .list(cached)
        .getItems()
        .stream()
        .map(this::withoutSpec)
        .toList();
  }

  /** The classes of a pod's spec are 200, and loading them takes a tenth of a second. */
  private Pod withoutSpec(GenericKubernetesResource pod) {
    var json = context.getClient().getKubernetesSerialization();
    return new Pod(
        "v1",
        "Pod",
        pod.getMetadata(),
        null,
        json.convertValue(pod.get("status"), PodStatus.class));
  }

  /** One key of a ConfigMap that a user named in the spec; empty when either is missing. */
  public Optional<String> configMapValue(String name, String key) {
    var configMap = context.getClient().configMaps().inNamespace(namespace()).withName(name).get();
    return Optional.ofNullable(configMap).map(ConfigMap::getData).map(data -> data.get(key));
  }

  /** Deletes volumes with these labels that an operator leaves behind; true once none is left. */
  public boolean deleteVolumes(Map<String, String> labels) {
    var claims =
        context
            .getClient()
            .persistentVolumeClaims()
            .inNamespace(namespace())
            .withLabels(labels)
            .list()
            .getItems();
    claims.stream()
        .filter(c -> c.getMetadata().getDeletionTimestamp() == null)
        .forEach(c -> context.getClient().resource(c).delete());
    return claims.isEmpty();
  }

  /** Deletes a child of ours; true once it is gone. */
  public boolean delete(ResourceKind kind, String name) {
    var child = get(kind, name);
    child
        .filter(c -> c.getMetadata().getDeletionTimestamp() == null)
        .ifPresent(c -> context.getClient().resource(c).delete());
    return child.isEmpty();
  }

  /** Takes a finalizer off a child of ours whose operator is no longer there to do it. */
  public void removeFinalizer(ResourceKind kind, String name, String finalizer) {
    get(kind, name)
        .filter(child -> child.getMetadata().getFinalizers().contains(finalizer))
        .ifPresent(
            child ->
                context
                    .getClient()
                    .resource(child)
                    .edit(
                        live -> {
                          live.getMetadata().getFinalizers().remove(finalizer);
                          return live;
                        }));
  }

  /** Deletes children of a kind and component that the spec no longer asks for. */
  public void prune(ResourceKind kind, String component, Set<String> wanted) {
    list(kind).stream()
        .filter(c -> component.equals(c.getMetadata().getLabels().get(Labels.COMPONENT)))
        .map(c -> c.getMetadata().getName())
        .filter(name -> !wanted.contains(name))
        .forEach(name -> delete(kind, name));
  }

  /** Whether the cluster has the kind now; such a question starts no informer. */
  public boolean isKindAvailable(ResourceKind kind) {
    return sources.present(kind);
  }

  /** The informer of that kind, which outlives this reconcile. */
  InformerEventSource<GenericKubernetesResource, CdcPipeline> informer(ResourceKind kind) {
    return sources.of(kind, context);
  }

  KubernetesClient client() {
    return context.getClient();
  }

  private boolean matches(GenericKubernetesResource actual, GenericKubernetesResource desired) {
    var id = ResourceID.fromResource(pipeline);
    return sources
        .matched()
        .matches(id, actual, desired, () -> matcher.matches(actual, desired, context));
  }

  private GenericKubernetesResource create(GenericKubernetesResource desired) {
    // With a resource version an apply may not create over an object that is already there.
    desired.getMetadata().setResourceVersion("1");
    try {
      return serverSideApply(desired);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      return reclaim(desired);
    } finally {
      desired.getMetadata().setResourceVersion(null);
    }
  }

  /** An object of ours that lost its labels is not in the informer; anything else is a stranger. */
  private GenericKubernetesResource reclaim(GenericKubernetesResource desired) {
    var live = context.getClient().resource(desired).get();
    if (live == null || !ours(live)) {
      throw nameConflict(desired);
    }
    desired.getMetadata().setResourceVersion(null);
    return serverSideApply(desired);
  }

  private static StageException nameConflict(GenericKubernetesResource desired) {
    return new StageException(
        Reason.NameConflict,
        "%s %s exists and is not managed by this operator: delete or rename it, or give the"
                .formatted(desired.getKind(), desired.getMetadata().getName())
            + " pipeline another name");
  }

  private boolean ours(GenericKubernetesResource live) {
    var fields = live.getMetadata().getManagedFields();
    return fields != null && fields.stream().anyMatch(f -> fieldManager().equals(f.getManager()));
  }

  private GenericKubernetesResource serverSideApply(GenericKubernetesResource desired) {
    try {
      return context
          .getClient()
          .resource(desired)
          .fieldManager(fieldManager())
          .forceConflicts()
          .serverSideApply();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        sources.requireNow(ResourceKind.of(desired), context);
      }
      throw e;
    }
  }

  private String fieldManager() {
    return context.getControllerConfiguration().fieldManager();
  }

  private String namespace() {
    return pipeline.getMetadata().getNamespace();
  }

  private String name() {
    return ResourceNames.of(pipeline).pipeline();
  }
}
