package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;

/**
 * One informer per kind, shared by all pipelines and started when the kind is first needed and its
 * CRD is installed: a missing operator must not stop this one.
 */
public final class ChildInformers {
  private final Map<ResourceKind, ChildInformer> informers = new ConcurrentHashMap<>();
  private final ApplyCache applyCache = new ApplyCache();
  private final DecodedObjects decoded = new DecodedObjects();
  private final KindDiscovery discovery;
  private final WatchHealth watches;
  private final Clock clock;

  public ChildInformers(KindDiscovery discovery, Clock clock) {
    this.discovery = discovery;
    this.clock = clock;
    this.watches = new WatchHealth(clock);
  }

  /**
   * The running informer of a kind.
   *
   * @throws StageException when the kind's operator is not installed or the kind may not be listed
   */
  ChildInformer informer(ResourceKind kind, Context<CdcPipeline> context) {
    if (kind.operator() != null && !discovery.isAvailable(kind)) {
      stopUnavailable(context);
      throw new StageException(
          Reason.OperatorNotInstalled,
          "%s is not installed (no kind %s): install %s"
              .formatted(kind.operator().title(), kind.kind(), kind.operator().install()));
    }
    var informer = informers.get(kind);
    if (informer != null) {
      informer = ensureHealthy(kind, informer, context);
    }
    return informer != null ? informer : start(kind, context);
  }

  /**
   * An informer that lost its watch recovers by itself, unless the permission is gone too: then it
   * retries for ever or ends, and its content goes stale. Returns null when it must be replaced.
   */
  private ChildInformer ensureHealthy(
      ResourceKind kind, ChildInformer informer, Context<CdcPipeline> context) {
    if (!informer.isRunning()) {
      return informer; // The operator is stopping; reads from it throw.
    }
    if (informer.getStatus() == Status.HEALTHY) {
      watches.markHealthy(kind);
      return informer;
    }
    var indicators = informer.informerHealthIndicators().values();
    boolean ended = !indicators.stream().allMatch(InformerHealthIndicator::isRunning);
    if (!ended && !watches.isLost(kind)) {
      return informer;
    }
    if (discovery.recentlyDenied(kind) || !discovery.mayList(kind)) {
      throw denied(kind);
    }
    if (ended) {
      stop(kind, informer, context);
      return null;
    }
    watches.markHealthy(kind);
    return informer;
  }

  /**
   * Asks the cluster again whether it has the kind, because a call has just found that it has not.
   *
   * @throws StageException when the kind's operator is no longer installed
   */
  void requireInstalled(ResourceKind kind, Context<CdcPipeline> context) {
    discovery.forget(kind);
    informer(kind, context);
  }

  /** The child as its informer has it. */
  Optional<GenericKubernetesResource> get(
      ResourceKind kind, ResourceID child, Context<CdcPipeline> context) {
    var informer = informer(kind, context);
    return ifRunning(informer, informer.get(child));
  }

  /** Whether informers show what is in a namespace. */
  boolean watches(String namespace, Context<CdcPipeline> context) {
    var controller = context.getControllerConfiguration();
    var watched = controller.getInformerConfig();
    return watched.watchAllNamespaces()
        || watched.getEffectiveNamespaces(controller).contains(namespace);
  }

  /** All children of that kind of a pipeline. */
  List<GenericKubernetesResource> list(
      ResourceKind kind, ResourceID pipeline, Context<CdcPipeline> context) {
    var informer = informer(kind, context);
    return ifRunning(informer, informer.childrenOf(pipeline));
  }

  /**
   * The informer of a kind, without the context of a reconcile; empty while none is needed.
   *
   * @throws RejectedExecutionException when the operator is stopping
   */
  Optional<ChildInformer> running(ResourceKind kind) {
    return Optional.ofNullable(informers.get(kind)).map(informer -> ifRunning(informer, informer));
  }

  /** Finds out which children of a pipeline went before any watch showed that they came. */
  public void dropVanished(ResourceID pipeline, KubernetesClient client) {
    informers.values().forEach(informer -> informer.dropVanished(pipeline, client));
  }

  ApplyCache applyCache() {
    return applyCache;
  }

  /** Drops everything known about a pipeline that is gone. */
  public void forget(ResourceID pipeline) {
    applyCache.forget(pipeline);
  }

  boolean isAvailable(ResourceKind kind) {
    return discovery.isAvailable(kind);
  }

  /** An empty answer of a stopped informer says nothing about the cluster. */
  private static <T> T ifRunning(ChildInformer informer, T content) {
    if (!informer.isRunning()) {
      throw new RejectedExecutionException("the operator is stopping");
    }
    return content;
  }

  private synchronized ChildInformer start(ResourceKind kind, Context<CdcPipeline> context) {
    var known = informers.get(kind);
    if (known != null) {
      return known;
    }
    if (discovery.recentlyDenied(kind)) {
      throw denied(kind);
    }
    var registry = context.eventSourceRetriever();
    try {
      var informer =
          new ChildInformer(
              kind,
              applyCache,
              decoded,
              clock,
              registry.eventSourceContextForDynamicRegistration());
      registry.dynamicallyRegisterEventSource(informer);
      informers.put(kind, informer);
      return informer;
    } catch (RuntimeException e) {
      // Left registered, it would be taken for the kind's informer next time and never be started.
      registry.dynamicallyDeRegisterEventSource(kind.toString());
      discovery.forget(kind);
      throw discovery.mayList(kind) ? refusal(e) : denied(kind);
    }
  }

  /** The API server's own answer, if there was one: the SDK wraps it. */
  private static RuntimeException refusal(RuntimeException failure) {
    return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
        .limit(20)
        .filter(KubernetesClientException.class::isInstance)
        .map(RuntimeException.class::cast)
        .findFirst()
        .orElse(failure);
  }

  /** An informer does not recover from the absence of its kind, so all such informers go. */
  private void stopUnavailable(Context<CdcPipeline> context) {
    informers.forEach(
        (kind, informer) -> {
          if (kind.operator() != null && !discovery.isAvailable(kind)) {
            stop(kind, informer, context);
          }
        });
  }

  /** Does nothing when another pipeline has already replaced the informer. */
  private synchronized void stop(
      ResourceKind kind, ChildInformer informer, Context<CdcPipeline> context) {
    if (informers.remove(kind, informer)) {
      watches.forget(kind);
      applyCache.invalidateAll();
      context.eventSourceRetriever().dynamicallyDeRegisterEventSource(kind.toString());
    }
  }

  private static StageException denied(ResourceKind kind) {
    return new StageException(
        Reason.Forbidden,
        "this operator may not list and watch %s: grant it (helm chart, ClusterRole)"
            .formatted(kind));
  }
}
