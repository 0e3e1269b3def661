package io.cdcpipeline.operator.pipeline;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.AppliedState;
import io.cdcpipeline.operator.kubernetes.ChildInformers;
import io.cdcpipeline.operator.kubernetes.ChildResources;
import io.cdcpipeline.operator.kubernetes.KindDiscovery;
import io.cdcpipeline.operator.kubernetes.SecretStore;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.RemoteExecutors;
import io.cdcpipeline.operator.remote.RemoteQueries;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.EventRecorder;
import io.cdcpipeline.operator.status.StageStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/** Makes the context of each reconcile from what lives as long as the operator. */
public final class StageContextFactory {
  private final SimpleInboundEventSource<CdcPipeline> wakeUps =
      new SimpleInboundEventSource<>("background");
  private final KubernetesClient client;
  private final Clock clock;
  private final ChildInformers sources;
  private final RemoteQueries background;
  private final EventRecorder events;
  private final SecureRandom random = new SecureRandom();

  public StageContextFactory(
      KubernetesClient client, Clock clock, EventRecorder events, RemoteExecutors lanes) {
    this.client = client;
    this.clock = clock;
    this.events = events;
    this.sources = new ChildInformers(new KindDiscovery(client, clock), clock);
    this.background =
        new RemoteQueries(lanes.quick(), lanes.slow(), clock, wakeUps::propagateEvent);
  }

  public StageContext of(
      CdcPipeline complete, Context<CdcPipeline> context, Map<ConditionType, StageStatus> settled) {
    var names = ResourceNames.of(complete);
    var children = new ChildResources(complete, context, sources);
    return new StageContext(
        complete,
        children,
        new SecretStore(client, names, children, random),
        new AppliedState(names, children),
        background.forPipeline(ResourceID.fromResource(complete)),
        events.forPipeline(complete),
        clock,
        context.getPrimaryCache()::list,
        settled);
  }

  public SimpleInboundEventSource<CdcPipeline> wakeUps() {
    return wakeUps;
  }

  public Clock clock() {
    return clock;
  }

  public void forget(ResourceID pipeline) {
    background.forget(pipeline);
    sources.forget(pipeline);
  }
}
