package io.cdcpipeline.operator.pipeline;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.AppliedState;
import io.cdcpipeline.operator.kubernetes.BackgroundSecrets;
import io.cdcpipeline.operator.kubernetes.ChildInformers;
import io.cdcpipeline.operator.kubernetes.ChildResources;
import io.cdcpipeline.operator.kubernetes.ForeignAddresses;
import io.cdcpipeline.operator.kubernetes.ImagePullSecrets;
import io.cdcpipeline.operator.kubernetes.KindDiscovery;
import io.cdcpipeline.operator.kubernetes.NamespaceReader;
import io.cdcpipeline.operator.kubernetes.RecentAnswers;
import io.cdcpipeline.operator.kubernetes.RecentAuthorities;
import io.cdcpipeline.operator.kubernetes.SecretStore;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.RemoteExecutors;
import io.cdcpipeline.operator.remote.RemoteQueries;
import io.cdcpipeline.operator.remote.RemoteQueries.Urgency;
import io.cdcpipeline.operator.status.EventRecorder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Creates the context of each reconcile from what lives as long as the operator. */
public final class StageContextFactory {
  private final SimpleInboundEventSource<CdcPipeline> answers =
      new SimpleInboundEventSource<>("remote-answers");
  private final Map<ResourceID, AppliedState> appliedStates = new ConcurrentHashMap<>();
  private final KubernetesClient client;
  private final ForeignAddresses addresses;
  private final PlatformNamespaces platform;
  private final Supplier<String> clusterId;
  private final ImagePullSecrets pullSecrets;
  private final Clock clock;
  private final ChildInformers informers;
  private final RecentAnswers recentAnswers;
  private final RecentAuthorities authorities;
  private final RemoteQueries queries;
  private final EventRecorder events;
  private final SecureRandom random = new SecureRandom();

  public StageContextFactory(
      KubernetesClient client,
      Clock clock,
      EventRecorder events,
      RemoteExecutors executors,
      ForeignAddresses addresses,
      PlatformNamespaces platform,
      Supplier<String> clusterId,
      ImagePullSecrets pullSecrets) {
    this.pullSecrets = pullSecrets;
    this.addresses = addresses;
    this.platform = platform;
    this.clusterId = clusterId;
    this.client = client;
    this.clock = clock;
    this.events = events;
    this.informers = new ChildInformers(new KindDiscovery(client, clock), clock);
    this.recentAnswers = new RecentAnswers(clock);
    this.authorities = new RecentAuthorities(clock);
    this.queries =
        new RemoteQueries(executors.quick(), executors.slow(), clock, answers::propagateEvent);
  }

  /**
   * The context of one reconcile, before its first stage.
   *
   * @param complete the pipeline with every default filled in
   */
  public StageContext create(CdcPipeline complete, Context<CdcPipeline> context) {
    var names = ResourceNames.of(complete);
    informers.dropVanished(ResourceID.fromResource(complete), client);
    var appliedState = appliedState(complete);
    var children = new ChildResources(complete, context, informers, appliedState, pullSecrets);
    var background =
        new BackgroundSecrets(client, names.namespace(), informers, appliedState, authorities);
    return new StageContext(
        complete,
        children,
        new NamespaceReader(client, names.namespace(), recentAnswers, isNew(complete)),
        new SecretStore(client, names, children, background, random),
        appliedState,
        queries.forPipeline(ResourceID.fromResource(complete)),
        events.forPipeline(complete),
        clock,
        addresses.forNamespace(names.namespace()),
        platform,
        clusterId,
        context.getPrimaryCache()::list,
        Map.of());
  }

  /**
   * Whether a pipeline has not been reconciled yet. The API server may give a status without a
   * phase by default.
   */
  public static boolean isNew(CdcPipeline pipeline) {
    return pipeline.getStatus() == null || pipeline.getStatus().phase() == null;
  }

  /**
   * One for all reconciles of a pipeline, because background threads of earlier ones use it too.
   */
  private AppliedState appliedState(CdcPipeline pipeline) {
    return appliedStates.compute(
        ResourceID.fromResource(pipeline),
        (id, known) ->
            known != null && known.belongsTo(pipeline)
                ? known
                : new AppliedState(client, informers, pipeline));
  }

  /** Triggers a reconcile of a pipeline when a remote system's answer has changed. */
  public SimpleInboundEventSource<CdcPipeline> answers() {
    return answers;
  }

  /** How urgent it is to ask the pipeline's remote systems again. */
  public Urgency urgency(ResourceID pipeline) {
    return queries.urgency(pipeline);
  }

  public Clock clock() {
    return clock;
  }

  /** Drops everything known about a pipeline that is gone. */
  public void forget(ResourceID pipeline) {
    queries.forget(pipeline);
    informers.forget(pipeline);
    appliedStates.remove(pipeline);
    pipeline.getNamespace().ifPresent(authorities::forget);
  }
}
