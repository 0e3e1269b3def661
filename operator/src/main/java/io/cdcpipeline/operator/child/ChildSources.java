package io.cdcpipeline.operator.child;

import io.cdcpipeline.operator.Labels;
import io.cdcpipeline.operator.StageException;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.status.Reason;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One label-selected informer a kind, shared by all pipelines and started when the kind is first
 * needed and its CRD is there: a missing operator must not stop this one.
 */
public final class ChildSources {
  private final Map<ResourceKind, InformerEventSource<GenericKubernetesResource, CdcPipeline>>
      sources = new ConcurrentHashMap<>();
  private final KindGate gate;

  public ChildSources(KindGate gate) {
    this.gate = gate;
  }

  /**
   * The running informer of a kind.
   *
   * @throws StageException when the kind's operator is not installed or may not be listed
   */
  InformerEventSource<GenericKubernetesResource, CdcPipeline> of(
      ResourceKind kind, Context<CdcPipeline> context) {
    if (kind.foreign() != null && !gate.present(kind)) {
      stop(kind, context);
      throw new StageException(
          Reason.OperatorNotInstalled,
          "%s is not installed (no kind %s): install %s"
              .formatted(kind.foreign().title(), kind.kind(), kind.foreign().install()));
    }
    var source = sources.get(kind);
    return source != null ? source : start(kind, context);
  }

  boolean present(ResourceKind kind) {
    return gate.present(kind);
  }

  private synchronized InformerEventSource<GenericKubernetesResource, CdcPipeline> start(
      ResourceKind kind, Context<CdcPipeline> context) {
    var known = sources.get(kind);
    if (known != null) {
      return known;
    }
    try {
      var registry = context.eventSourceRetriever();
      var source =
          new InformerEventSource<GenericKubernetesResource, CdcPipeline>(
              configuration(kind), registry.eventSourceContextForDynamicRegistration());
      registry.dynamicallyRegisterEventSource(source);
      sources.put(kind, source);
      return source;
    } catch (RuntimeException e) {
      gate.forget(kind);
      throw failure(kind, context.getClient(), e);
    }
  }

  private void stop(ResourceKind kind, Context<CdcPipeline> context) {
    if (sources.remove(kind) != null) {
      context.eventSourceRetriever().dynamicallyDeRegisterEventSource(name(kind));
    }
  }

  private RuntimeException failure(ResourceKind kind, KubernetesClient client, RuntimeException e) {
    return gate.mayList(kind, client)
        ? e
        : new StageException(
            Reason.AccessDenied,
            "this operator may not list and watch %s: grant it (helm chart, ClusterRole)"
                .formatted(kind));
  }

  private static InformerEventSourceConfiguration<GenericKubernetesResource> configuration(
      ResourceKind kind) {
    return InformerEventSourceConfiguration.from(
            GroupVersionKind.fromString(groupVersionKind(kind)), CdcPipeline.class)
        .withName(name(kind))
        .withLabelSelector(Labels.MANAGED)
        .withNamespacesInheritedFromController()
        .withSecondaryToPrimaryMapper(ChildSources::owner)
        .build();
  }

  /** Children point to their pipeline by label: those that outlive it have no owner reference. */
  private static Set<ResourceID> owner(GenericKubernetesResource child) {
    var labels = child.getMetadata().getLabels();
    var pipeline = labels == null ? null : labels.get(Labels.PIPELINE);
    return pipeline == null
        ? Set.of()
        : Set.of(new ResourceID(pipeline, child.getMetadata().getNamespace()));
  }

  private static String name(ResourceKind kind) {
    return kind.toString();
  }

  private static String groupVersionKind(ResourceKind kind) {
    return kind.apiVersion() + "/" + kind.kind();
  }
}
