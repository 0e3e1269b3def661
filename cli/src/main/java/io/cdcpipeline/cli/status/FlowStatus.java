package io.cdcpipeline.cli.status;

import io.cdcpipeline.cli.output.Health;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Hop;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A pipeline as a flow: pure, from the object alone. */
record FlowStatus(CdcPipeline pipeline, List<HopView> hops) {
  /** Lag that a hop may add without being worth a word. */
  private static final long USUAL_SECONDS = 60;

  static FlowStatus of(CdcPipeline pipeline) {
    return new FlowStatus(
        pipeline, Stream.of(Hop.values()).map(hop -> HopFacts.view(hop, pipeline)).toList());
  }

  String namespace() {
    return pipeline.getMetadata().getNamespace();
  }

  String name() {
    return pipeline.getMetadata().getName();
  }

  CdcPipelineStatus status() {
    return pipeline.getStatus();
  }

  Optional<Condition> ready() {
    return CdcPipelineStatus.condition(status(), ConditionType.READY);
  }

  /** Whether everything works, and this spec is what is meant. */
  boolean isReady() {
    return isObserved() && ready().filter(c -> c.status().equals("True")).isPresent();
  }

  /** Whether the operator has seen the current spec. */
  boolean isObserved() {
    var observed = status() == null ? null : status().observedGeneration();
    var generation = pipeline.getMetadata().getGeneration();
    return generation == null || generation.equals(observed);
  }

  String phase() {
    return status() == null || status().phase() == null
        ? "Unknown"
        : HopFacts.word(status().phase());
  }

  Health health() {
    return ready().map(ConditionHealth::of).orElse(Health.UNKNOWN);
  }

  Duration age(Instant now) {
    var created = pipeline.getMetadata().getCreationTimestamp();
    return created == null ? Duration.ZERO : Duration.between(Instant.parse(created), now);
  }

  /** Every condition but Ready that is not as it should be. */
  List<Condition> complaints() {
    return status() == null
        ? List.of()
        : status().conditions().stream()
            .filter(c -> !c.type().equals(ConditionType.READY.toString()))
            .filter(c -> ConditionHealth.of(c) != Health.OK)
            .filter(c -> ConditionHealth.of(c) != Health.OFF || !c.reason().equals("Disabled"))
            .toList();
  }

  /** The first hop that is stalled, else the one that adds most of the lag. */
  Optional<HopView> worst() {
    var stalled = hops.stream().filter(hop -> hop.since() != null).findFirst();
    return stalled.isPresent() ? stalled : slowest();
  }

  private Optional<HopView> slowest() {
    HopView slowest = null;
    long most = USUAL_SECONDS;
    long before = 0;
    for (var hop : hops) {
      if (hop.lagSeconds() != null) {
        if (hop.lagSeconds() - before > most) {
          most = hop.lagSeconds() - before;
          slowest = hop;
        }
        before = Math.max(before, hop.lagSeconds());
      }
    }
    return Optional.ofNullable(slowest);
  }
}
