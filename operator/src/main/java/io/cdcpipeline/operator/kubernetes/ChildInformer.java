package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The informer of one kind of child, for all pipelines. Every event invalidates the apply cache,
 * except of what a write of ours led to.
 */
final class ChildInformer extends InformerEventSource<GenericKubernetesResource, CdcPipeline> {
  private static final String BY_PIPELINE = "pipeline";

  /** The dashboards of a thousand pipelines in one answer would be all that the heap may have. */
  private static final Long PAGE = 100L;

  private final ApplyCache applyCache;
  private final UnseenCreations unseen;

  ChildInformer(
      ResourceKind kind,
      ApplyCache applyCache,
      DecodedObjects decoded,
      Clock clock,
      EventSourceContext<CdcPipeline> context) {
    super(configuration(kind, decoded, context), context);
    this.applyCache = applyCache;
    this.unseen = new UnseenCreations(clock);
    addIndexers(
        Map.of(
            BY_PIPELINE,
            child -> ApplyCache.primaryOf(child).stream().map(ChildInformer::key).toList()));
  }

  /** All children of this kind of a pipeline. */
  List<GenericKubernetesResource> childrenOf(ResourceID pipeline) {
    return byIndex(BY_PIPELINE, key(pipeline));
  }

  /** Asks for children of a pipeline that should have been seen by now, and drops those gone. */
  void dropVanished(ResourceID pipeline, KubernetesClient client) {
    for (var child : unseen.overdue(pipeline)) {
      try {
        if (client.resource(child).get() == null) {
          onDelete(child, true);
        }
      } catch (KubernetesClientException unknown) {
        return; // The others would hardly fare better; asked again later.
      }
    }
  }

  @Override
  public synchronized void handleRecentResourceCreate(
      ResourceID id, GenericKubernetesResource child) {
    unseen.created(child);
    if (isWatched(id, child)) {
      unseen.seen(child); // The watch was faster than the answer to the creation.
    }
    super.handleRecentResourceCreate(id, child);
  }

  /** Whether the watch has shown that very object, and not only one of its name before it. */
  private boolean isWatched(ResourceID id, GenericKubernetesResource child) {
    Cache<GenericKubernetesResource> shown = manager();
    return shown
        .get(id)
        .filter(live -> live.getMetadata().getUid().equals(child.getMetadata().getUid()))
        .isPresent();
  }

  @Override
  public void onAdd(GenericKubernetesResource child) {
    unseen.seen(child);
    if (!isOwnWrite(child)) {
      applyCache.invalidate(child);
    }
    super.onAdd(child);
  }

  @Override
  public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
    unseen.seen(after);
    if (!isOwnWrite(after)) {
      applyCache.invalidate(before);
      applyCache.invalidate(after);
    }
    super.onUpdate(before, after);
  }

  /**
   * Whether a write of ours led to this version, as long as the watch has not shown a later one.
   */
  private boolean isOwnWrite(GenericKubernetesResource child) {
    return temporaryResourceCache
        .getResourceFromCache(ResourceID.fromResource(child))
        .map(written -> written.getMetadata().getResourceVersion())
        .filter(child.getMetadata().getResourceVersion()::equals)
        .isPresent();
  }

  @Override
  public void onDelete(GenericKubernetesResource child, boolean finalStateUnknown) {
    unseen.seen(child);
    applyCache.invalidate(child);
    super.onDelete(child, finalStateUnknown);
  }

  private static InformerEventSourceConfiguration<GenericKubernetesResource> configuration(
      ResourceKind kind, DecodedObjects decoded, EventSourceContext<CdcPipeline> context) {
    var configuration =
        InformerEventSourceConfiguration.from(
                GroupVersionKind.fromString(kind.apiVersion() + "/" + kind.kind()),
                CdcPipeline.class)
            .withName(kind.toString())
            .withLabelSelector(Labels.MANAGED)
            .withInformerListLimit(PAGE)
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper(ApplyCache::primaryOf)
            // Instead of the SDK's own index, which would keep every name once more.
            .withPrimaryToSecondaryMapper(pipeline -> Set.of());
    // Each namespace has an informer of its own, and a store serves only one informer.
    var controller = context.getControllerConfiguration();
    if (controller.getInformerConfig().getEffectiveNamespaces(controller).size() == 1) {
      configuration.withItemStore(new CompressedItemStore(decoded));
    }
    return configuration.build();
  }

  private static String key(ResourceID pipeline) {
    return pipeline.getNamespace().orElse("") + "/" + pipeline.getName();
  }
}
