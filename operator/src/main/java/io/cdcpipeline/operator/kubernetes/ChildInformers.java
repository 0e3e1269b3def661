package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * One label-selected informer a kind, shared by all pipelines and started when the kind is first
 * needed and its CRD is there: a missing operator must not stop this one.
 */
public final class ChildInformers {
  private final Map<ResourceKind, InformerEventSource<GenericKubernetesResource, CdcPipeline>>
      sources = new ConcurrentHashMap<>();
  private static final String BY_PIPELINE = "pipeline";
  private final ApplyCache settled = new ApplyCache();
  private final Matched matched = new Matched();
  private final KindDiscovery gate;
  private final WatchHealth lost;

  public ChildInformers(KindDiscovery gate, Clock clock) {
    this.gate = gate;
    this.lost = new WatchHealth(clock);
  }

  /**
   * The running informer of a kind.
   *
   * @throws StageException when the kind's operator is not installed or may not be listed
   */
  InformerEventSource<GenericKubernetesResource, CdcPipeline> of(
      ResourceKind kind, Context<CdcPipeline> context) {
    if (kind.foreign() != null && !gate.present(kind)) {
      stopAbsent(context);
      throw new StageException(
          Reason.OperatorNotInstalled,
          "%s is not installed (no kind %s): install %s"
              .formatted(kind.foreign().title(), kind.kind(), kind.foreign().install()));
    }
    var source = sources.get(kind);
    if (source != null) {
      source = ensureHealthy(kind, source, context);
    }
    return source != null ? source : start(kind, context);
  }

  /**
   * An informer that lost its watch comes back by itself, unless the right is gone too: then it
   * tries for ever, or ends, and what it holds grows old. Null when it must be made anew.
   */
  private InformerEventSource<GenericKubernetesResource, CdcPipeline> ensureHealthy(
      ResourceKind kind,
      InformerEventSource<GenericKubernetesResource, CdcPipeline> source,
      Context<CdcPipeline> context) {
    if (!source.isRunning()) {
      return source; // the operator is stopping, and says so to whoever asks
    }
    if (source.getStatus() == Status.HEALTHY) {
      lost.markHealthy(kind);
      return source;
    }
    var informers = source.informerHealthIndicators().values();
    boolean ended = !informers.stream().allMatch(InformerHealthIndicator::isRunning);
    if (!ended && !lost.isLost(kind)) {
      return source;
    }
    if (gate.refusedLately(kind) || !gate.mayList(kind)) {
      throw denied(kind);
    }
    if (ended) {
      stop(kind, source, context);
      return null;
    }
    lost.markHealthy(kind);
    return source;
  }

  /**
   * Asks the cluster itself whether it has the kind, because a call just found that it has not.
   *
   * @throws StageException when the kind's operator is no longer installed
   */
  void requireNow(ResourceKind kind, Context<CdcPipeline> context) {
    gate.forget(kind);
    of(kind, context);
  }

  /** The child as its informer has it. */
  Optional<GenericKubernetesResource> get(
      ResourceKind kind, ResourceID child, Context<CdcPipeline> context) {
    var source = of(kind, context);
    return ifRunning(source, source.get(child));
  }

  /** All children of that kind of a pipeline. */
  List<GenericKubernetesResource> list(
      ResourceKind kind, ResourceID pipeline, Context<CdcPipeline> context) {
    var source = of(kind, context);
    return ifRunning(source, source.byIndex(BY_PIPELINE, key(pipeline)));
  }

  /** A stopped informer holds nothing, which says nothing of the cluster. */
  static <T> T ifRunning(
      InformerEventSource<GenericKubernetesResource, CdcPipeline> source, T held) {
    if (!source.isRunning()) {
      throw new RejectedExecutionException("the operator is stopping");
    }
    return held;
  }

  ApplyCache settled() {
    return settled;
  }

  Matched matched() {
    return matched;
  }

  /** Drops what is known of a pipeline that is gone. */
  public void forget(ResourceID pipeline) {
    settled.forget(pipeline);
    matched.forget(pipeline);
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
    if (gate.refusedLately(kind)) {
      throw denied(kind);
    }
    try {
      var registry = context.eventSourceRetriever();
      var all = registry.eventSourceContextForDynamicRegistration();
      var namespaces =
          all.getControllerConfiguration()
              .getInformerConfig()
              .getEffectiveNamespaces(all.getControllerConfiguration());
      var source =
          new InformerEventSource<GenericKubernetesResource, CdcPipeline>(
              configuration(kind, namespaces.size() == 1), all);
      source.addIndexers(Map.of(BY_PIPELINE, this::pipelineKeys));
      registry.dynamicallyRegisterEventSource(source);
      sources.put(kind, source);
      return source;
    } catch (RuntimeException e) {
      // Left registered it would be taken for this kind's source the next time, never started.
      context.eventSourceRetriever().dynamicallyDeRegisterEventSource(name(kind));
      gate.forget(kind);
      throw gate.mayList(kind) ? e : denied(kind);
    }
  }

  /** Of all kinds that went away: an informer does not get over that its kind was away. */
  private void stopAbsent(Context<CdcPipeline> context) {
    sources.forEach(
        (kind, source) -> {
          if (kind.foreign() != null && !gate.present(kind)) {
            stop(kind, source, context);
          }
        });
  }

  /** Another pipeline may have put a new informer in its place already. */
  private synchronized void stop(
      ResourceKind kind,
      InformerEventSource<GenericKubernetesResource, CdcPipeline> source,
      Context<CdcPipeline> context) {
    if (sources.remove(kind, source)) {
      lost.forget(kind);
      settled.forget();
      context.eventSourceRetriever().dynamicallyDeRegisterEventSource(name(kind));
    }
  }

  private static StageException denied(ResourceKind kind) {
    return new StageException(
        Reason.Forbidden,
        "this operator may not list and watch %s: grant it (helm chart, ClusterRole)"
            .formatted(kind));
  }

  /** A store serves one informer only, and each of several namespaces has an informer. */
  private InformerEventSourceConfiguration<GenericKubernetesResource> configuration(
      ResourceKind kind, boolean oneInformer) {
    var configuration =
        InformerEventSourceConfiguration.from(
                GroupVersionKind.fromString(groupVersionKind(kind)), CdcPipeline.class)
            .withName(name(kind))
            .withLabelSelector(Labels.MANAGED)
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper(settled::touched);
    if (oneInformer) {
      configuration.withItemStore(new CompressedItemStore());
    }
    return configuration.build();
  }

  private List<String> pipelineKeys(GenericKubernetesResource child) {
    return settled.touched(child).stream().map(ChildInformers::key).toList();
  }

  /** The key of a pipeline's children in the index {@link #BY_PIPELINE}. */
  private static String key(ResourceID pipeline) {
    return pipeline.getNamespace().orElse("") + "/" + pipeline.getName();
  }

  private static String name(ResourceKind kind) {
    return kind.toString();
  }

  private static String groupVersionKind(ResourceKind kind) {
    return kind.apiVersion() + "/" + kind.kind();
  }
}
