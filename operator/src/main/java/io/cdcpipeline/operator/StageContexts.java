package io.cdcpipeline.operator;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.child.AppliedState;
import io.cdcpipeline.operator.child.ChildSources;
import io.cdcpipeline.operator.child.Children;
import io.cdcpipeline.operator.child.KindGate;
import io.cdcpipeline.operator.child.Secrets;
import io.cdcpipeline.operator.events.EventRecorder;
import io.cdcpipeline.operator.status.ConditionType;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/** Makes the context of each reconcile from what lives as long as the operator. */
public final class StageContexts {
  private final SimpleInboundEventSource<CdcPipeline> wakeUps =
      new SimpleInboundEventSource<>("background");
  private final KubernetesClient client;
  private final Clock clock;
  private final ChildSources sources;
  private final Background background;
  private final EventRecorder events;
  private final SecureRandom random = new SecureRandom();

  public StageContexts(KubernetesClient client, Clock clock, EventRecorder events, Lanes lanes) {
    this.client = client;
    this.clock = clock;
    this.events = events;
    this.sources = new ChildSources(new KindGate(client, clock), clock);
    this.background = new Background(lanes.quick(), lanes.slow(), clock, wakeUps::propagateEvent);
  }

  StageContext of(
      CdcPipeline complete, Context<CdcPipeline> context, Map<ConditionType, StageStatus> settled) {
    var names = Names.of(complete);
    var children = new Children(complete, context, sources);
    return new StageContext(
        complete,
        children,
        new Secrets(client, names, children, random),
        new AppliedState(names, children),
        background.of(ResourceID.fromResource(complete)),
        events.of(complete),
        clock,
        context.getPrimaryCache()::list,
        settled);
  }

  SimpleInboundEventSource<CdcPipeline> wakeUps() {
    return wakeUps;
  }

  Clock clock() {
    return clock;
  }

  void forget(ResourceID pipeline) {
    background.forget(pipeline);
    sources.forget(pipeline);
  }
}
