package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The children of one pipeline during one reconcile: server-side apply of the fields we own, and no
 * write where the API server already has them. Holds the reconcile's context, so only the thread of
 * that reconcile may use it.
 */
public final class ChildResources {
  private final Thread reconcileThread = Thread.currentThread();
  private final CdcPipeline pipeline;
  private final Context<CdcPipeline> context;
  private final ChildInformers informers;
  private final ChildRecord record;
  private final Origin origin;
  private final ServerSideApply api;
  private final ImagePullSecrets pullSecrets;

  public ChildResources(
      CdcPipeline pipeline,
      Context<CdcPipeline> context,
      ChildInformers informers,
      AppliedState applied,
      ImagePullSecrets pullSecrets) {
    this.pipeline = pipeline;
    this.context = context;
    this.informers = informers;
    this.record = applied.children();
    this.origin = applied.origin();
    this.api = new ServerSideApply(context.getClient(), origin);
    this.pullSecrets = pullSecrets;
  }

  /** Applies a child that is garbage collected with the pipeline; returns the live object. */
  public GenericKubernetesResource apply(GenericKubernetesResource desired) {
    return applyRetained(owned(desired));
  }

  private GenericKubernetesResource owned(GenericKubernetesResource desired) {
    desired.getMetadata().setOwnerReferences(List.of(OwnerReferences.to(pipeline)));
    desired.getMetadata().getLabels().put(Labels.INSTANCE, pipeline.getMetadata().getName());
    return desired;
  }

  /**
   * Creates a child, asking nothing beforehand; false when there is an object of its name.
   *
   * @param retained whether it may outlive the pipeline
   */
  boolean create(GenericKubernetesResource desired, boolean retained) {
    var informer = informers.informer(ResourceKind.of(desired), context());
    var created = tryWrite(() -> api.createIfAbsent(retained ? desired : owned(desired)), desired);
    created.ifPresent(
        child -> {
          record.add(desired);
          informer.handleRecentResourceCreate(ResourceID.fromResource(child), child);
        });
    return created.isPresent();
  }

  /** Applies a child that may outlive the pipeline: only its labels name the pipeline. */
  public GenericKubernetesResource applyRetained(GenericKubernetesResource desired) {
    pullSecrets.addTo(desired);
    var kind = ResourceKind.of(desired);
    var informer = informers.informer(kind, context());
    var id = ResourceID.fromResource(desired);
    var actual = informers.get(kind, id, context());
    actual.ifPresent(origin::requireOurs);
    if (actual.isEmpty()) {
      var created = write(desired, api::create);
      informer.handleRecentResourceCreate(id, created);
      return created;
    }
    record.add(desired);
    if (informers.applyCache().matches(pipelineId(), actual.get(), desired, context())) {
      return actual.get();
    }
    var updated = write(desired, api::update);
    informers.applyCache().updated(pipelineId(), actual.get(), updated, desired);
    informer.handleRecentResourceUpdate(id, updated, actual.get());
    return updated;
  }

  /**
   * Applies and prunes the children of one component, unless nothing can have changed since the
   * last time: neither the spec's generation, nor the inputs, nor any child. Whatever else the
   * children depend on, such as a user's Secret, must be among the inputs.
   */
  public void applyUnlessUnchanged(ComponentName component, Object inputs, Runnable apply) {
    applyUnlessUnchanged(component, "", inputs, apply);
  }

  /** The same for a part of a component that depends on other inputs than the rest. */
  public void applyUnlessUnchanged(
      ComponentName component, String part, Object inputs, Runnable apply) {
    informers.applyCache().unlessUnchanged(pipeline, component, part, inputs, apply);
  }

  /**
   * Applies an object to another namespace. Owner references do not reach there, so it has to be
   * deleted with {@link #deleteInNamespace}. Informers may not either: then it is read every time.
   */
  public void applyInNamespace(GenericKubernetesResource desired) {
    if (informers.watches(desired.getMetadata().getNamespace(), context())) {
      applyRetained(desired);
      return;
    }
    var live = context().getClient().resource(desired).get();
    if (live == null) {
      write(desired, api::create);
      return;
    }
    origin.requireOurs(live);
    record.add(desired);
    if (!ApplyCache.compare(live, desired, context())) {
      write(desired, api::update);
    }
  }

  /** Deletes an object of ours in another namespace. */
  public void deleteInNamespace(ResourceKind kind, String namespace, String name) {
    var object = resource(kind, namespace, name);
    var live = object.get();
    if (live != null && origin.isOurs(live)) {
      object.delete();
    }
  }

  /** The child of that kind and name, if it exists and is ours. */
  public Optional<GenericKubernetesResource> get(ResourceKind kind, String name) {
    return informers.get(kind, new ResourceID(name, namespace()), context()).filter(origin::isOurs);
  }

  /** Whether there is no child of any pipeline with that name, as far as is known. */
  boolean isAbsent(ResourceKind kind, String name) {
    return informers.get(kind, new ResourceID(name, namespace()), context()).isEmpty();
  }

  /** Whether {@link #apply} may write to an existing object. */
  boolean mayApply(HasMetadata live) {
    return origin.mayApply(live);
  }

  /** The child, or an object with nothing but its name, which is never ready. */
  public GenericKubernetesResource getOrEmpty(ResourceKind kind, String name) {
    return get(kind, name).orElseGet(() -> kind.empty(name));
  }

  /**
   * Refuses a name under which another operator is about to write for us.
   *
   * @throws io.cdcpipeline.operator.status.StageException with NameConflict when it is the name of
   *     another pipeline's child
   */
  public void requireNotOthers(ResourceKind kind, String name) {
    informers
        .get(kind, new ResourceID(name, namespace()), context())
        .ifPresent(origin::requireOurs);
  }

  /** Every child of that kind that this pipeline created. */
  public List<GenericKubernetesResource> list(ResourceKind kind) {
    return informers.list(kind, pipelineId(), context()).stream().filter(origin::isOurs).toList();
  }

  /** Deletes a child of ours; true once there is none, though perhaps somebody else's. */
  public boolean delete(ResourceKind kind, String name) {
    var child = get(kind, name);
    child
        .filter(c -> c.getMetadata().getDeletionTimestamp() == null)
        .ifPresent(
            c -> {
              record.add(c); // Its volumes may outlive it.
              context().getClient().resource(c).delete();
            });
    return child.isEmpty();
  }

  /** Stores which children this pipeline created, as far as it is not stored yet. */
  public void saveRecord() {
    record.save();
  }

  /**
   * Deletes volume claims that another operator leaves behind, but only those of a parent that this
   * pipeline created and that is gone: a stranger's claims of the same name carry the same labels.
   *
   * @param parent its name, of that kind
   * @return true once no such claim is left
   */
  public boolean deleteVolumeClaims(ResourceKind kind, String parent, Map<String, String> labels) {
    if (!record.contains(kind, parent)) {
      return true;
    }
    var live = resource(kind, namespace(), parent).get();
    if (live != null) {
      return !origin.isOurs(live);
    }
    var client = context().getClient();
    var claims = client.persistentVolumeClaims().inNamespace(namespace()).withLabels(labels).list();
    claims.getItems().stream()
        .filter(c -> c.getMetadata().getDeletionTimestamp() == null)
        .forEach(c -> client.resource(c).delete());
    return claims.getItems().isEmpty();
  }

  /** Removes a finalizer from a child whose own operator no longer does. */
  public void removeFinalizer(ResourceKind kind, String name, String finalizer) {
    UnaryOperator<GenericKubernetesResource> without =
        live -> {
          live.getMetadata().getFinalizers().remove(finalizer);
          return live;
        };
    get(kind, name)
        .filter(child -> child.getMetadata().getFinalizers().contains(finalizer))
        .ifPresent(child -> context().getClient().resource(child).edit(without));
  }

  /** Deletes the children of a kind and component that the spec no longer asks for. */
  public void prune(ResourceKind kind, ComponentName component, Set<String> desired) {
    list(kind).stream()
        .filter(child -> Labels.isComponent(child, component))
        .map(child -> child.getMetadata().getName())
        .filter(name -> !desired.contains(name))
        .forEach(name -> delete(kind, name));
  }

  /** Whether the cluster serves the kind at the moment; starts no informer. */
  public boolean isKindAvailable(ResourceKind kind) {
    return informers.isAvailable(kind);
  }

  /**
   * Makes sure that the kind's informer runs, so that its cache can be read without this context.
   *
   * @throws io.cdcpipeline.operator.status.StageException when the kind may not be watched
   */
  public void requireInformer(ResourceKind kind) {
    informers.informer(kind, context());
  }

  private Resource<GenericKubernetesResource> resource(
      ResourceKind kind, String namespace, String name) {
    return context()
        .getClient()
        .genericKubernetesResources(kind.apiVersion(), kind.kind())
        .inNamespace(namespace)
        .withName(name);
  }

  private GenericKubernetesResource write(
      GenericKubernetesResource desired, UnaryOperator<GenericKubernetesResource> call) {
    var applied = tryWrite(() -> call.apply(desired), desired);
    record.add(desired);
    return applied;
  }

  /** Of a kind that turns out to be no longer installed, the absence is the failure. */
  private <T> T tryWrite(Supplier<T> call, GenericKubernetesResource desired) {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        informers.requireInstalled(ResourceKind.of(desired), context());
      }
      throw e;
    }
  }

  private Context<CdcPipeline> context() {
    if (Thread.currentThread() != reconcileThread) {
      throw new IllegalStateException("children are used outside their reconcile");
    }
    return context;
  }

  private ResourceID pipelineId() {
    return ResourceID.fromResource(pipeline);
  }

  private String namespace() {
    return pipeline.getMetadata().getNamespace();
  }
}
