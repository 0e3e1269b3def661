package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Map;

/**
 * The informer of one kind of child, for all pipelines. Every event invalidates the apply cache.
 */
final class ChildInformer extends InformerEventSource<GenericKubernetesResource, CdcPipeline> {
  private static final String BY_PIPELINE = "pipeline";
  private final ApplyCache applyCache;

  ChildInformer(ResourceKind kind, ApplyCache applyCache, EventSourceContext<CdcPipeline> context) {
    super(configuration(kind, context), context);
    this.applyCache = applyCache;
    addIndexers(
        Map.of(
            BY_PIPELINE,
            child -> ApplyCache.primaryOf(child).stream().map(ChildInformer::key).toList()));
  }

  /** All children of this kind of a pipeline. */
  List<GenericKubernetesResource> childrenOf(ResourceID pipeline) {
    return byIndex(BY_PIPELINE, key(pipeline));
  }

  @Override
  public void onAdd(GenericKubernetesResource child) {
    applyCache.invalidate(child);
    super.onAdd(child);
  }

  @Override
  public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
    applyCache.invalidate(before);
    applyCache.invalidate(after);
    super.onUpdate(before, after);
  }

  @Override
  public void onDelete(GenericKubernetesResource child, boolean finalStateUnknown) {
    applyCache.invalidate(child);
    super.onDelete(child, finalStateUnknown);
  }

  private static InformerEventSourceConfiguration<GenericKubernetesResource> configuration(
      ResourceKind kind, EventSourceContext<CdcPipeline> context) {
    var configuration =
        InformerEventSourceConfiguration.from(
                GroupVersionKind.fromString(kind.apiVersion() + "/" + kind.kind()),
                CdcPipeline.class)
            .withName(kind.toString())
            .withLabelSelector(Labels.MANAGED)
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper(ApplyCache::primaryOf);
    // Each namespace has an informer of its own, and a store serves only one informer.
    var controller = context.getControllerConfiguration();
    if (controller.getInformerConfig().getEffectiveNamespaces(controller).size() == 1) {
      configuration.withItemStore(new CompressedItemStore());
    }
    return configuration.build();
  }

  private static String key(ResourceID pipeline) {
    return pipeline.getNamespace().orElse("") + "/" + pipeline.getName();
  }
}
