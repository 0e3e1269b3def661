package io.cdcpipeline.cli.status;

import io.cdcpipeline.cli.output.Health;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.HopStatus;
import io.cdcpipeline.operator.api.Phase;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Hop;
import java.util.Locale;
import java.util.Optional;

/** Gathers what the status says about one hop. */
final class HopFacts {
  private HopFacts() {}

  static HopView view(Hop hop, CdcPipeline pipeline) {
    var status = pipeline.getStatus();
    var own = hop(status, hop);
    var since = own.map(HopStatus::since).orElse(null);
    return new HopView(
        hop,
        since == null ? condition(status, hop) : Health.FAILING,
        own.map(HopStatus::lagSeconds).orElse(null),
        since,
        status == null ? "" : detail(status, hop));
  }

  private static Optional<HopStatus> hop(CdcPipelineStatus status, Hop hop) {
    return status == null || status.hops() == null
        ? Optional.empty()
        : status.hops().stream().filter(h -> hop.toString().equals(h.name())).findFirst();
  }

  private static Health condition(CdcPipelineStatus status, Hop hop) {
    return CdcPipelineStatus.condition(status, type(hop))
        .map(ConditionHealth::of)
        .orElse(Health.UNKNOWN);
  }

  private static ConditionType type(Hop hop) {
    return switch (hop) {
      case DATABASE -> ConditionType.DATABASE;
      case CHANGEFEED -> ConditionType.CHANGEFEED;
      case KAFKA -> ConditionType.KAFKA;
      case CONSUMER -> ConditionType.CONSUMER;
      case SEARCH -> ConditionType.SEARCH;
    };
  }

  private static String detail(CdcPipelineStatus status, Hop hop) {
    return switch (hop) {
      case DATABASE -> "";
      case CHANGEFEED ->
          status.changefeed() == null || status.changefeed().state() == null
              ? ""
              : status.changefeed().state();
      case KAFKA ->
          status.consumer() == null || status.consumer().lag() == null
              ? ""
              : status.consumer().lag() + " waiting";
      case CONSUMER -> consumers(status);
      case SEARCH ->
          status.audit() == null || status.audit().missing() == 0
              ? ""
              : status.audit().missing() + " missing";
    };
  }

  private static String consumers(CdcPipelineStatus status) {
    var consumer = status.consumer();
    return consumer == null
        ? ""
        : "%d/%d ready".formatted(orZero(consumer.readyReplicas()), orZero(consumer.replicas()));
  }

  private static int orZero(Integer number) {
    return number == null ? 0 : number;
  }

  /** As the API spells it. */
  static String word(Phase phase) {
    return phase.name().charAt(0) + phase.name().substring(1).toLowerCase(Locale.ROOT);
  }
}
