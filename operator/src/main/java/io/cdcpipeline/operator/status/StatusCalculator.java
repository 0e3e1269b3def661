package io.cdcpipeline.operator.status;

import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.api.Phase;
import io.cdcpipeline.operator.status.StageStatus.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Combines the stages into the status; pure, and keeps transition times where nothing changed. */
public final class StatusCalculator {
  private StatusCalculator() {}

  /**
   * The status of a pipeline.
   *
   * @param before the status so far; null for none
   * @param generation the generation of the spec that was reconciled
   * @param stages the status of each stage, in data-flow order
   * @param hops overrides DataFlowing when TiCDC sends and a later hop holds changes up
   */
  public static CdcPipelineStatus status(
      CdcPipelineStatus before,
      Long generation,
      Map<ConditionType, StageStatus> stages,
      HopReport hops,
      Instant now) {
    var verdicts = new EnumMap<ConditionType, Verdict>(ConditionType.class);
    var sections = StatusSections.NONE;
    for (var stage : stages.entrySet()) {
      verdicts.put(stage.getKey(), stage.getValue().verdict());
      verdicts.putAll(stage.getValue().further());
      sections = sections.and(stage.getValue().sections());
    }
    hops.problem()
        .ifPresent(
            problem ->
                verdicts.computeIfPresent(
                    ConditionType.DATA_FLOWING, (t, v) -> v.isReady() ? problem : v));
    var ready = ReadyCondition.of(verdicts);
    verdicts.put(ConditionType.READY, ready);
    return new CdcPipelineStatus(
        generation,
        phase(before, ready, verdicts),
        conditions(before, generation, verdicts, now),
        hops.lagSeconds(),
        hops.hops(),
        sections.audit(),
        sections.changefeed(),
        sections.consumer(),
        sections.endpoints(),
        sections.secrets(),
        sections.replay());
  }

  private static Phase phase(
      CdcPipelineStatus before, Verdict ready, Map<ConditionType, Verdict> verdicts) {
    boolean wasUp = before != null && (isUp(before.phase()) || flowedOnce(before));
    return switch (ready.reason().severity()) {
      case OK, WARNING -> Phase.RUNNING;
      case SUSPENDED -> Phase.SUSPENDED;
      case PROGRESSING -> wasUp ? Phase.DEGRADED : started(verdicts);
      case DEGRADED -> wasUp ? Phase.DEGRADED : Phase.PROVISIONING;
      case ACTION_REQUIRED ->
          ready.reason() == Reason.OperatorNotInstalled ? Phase.PENDING : Phase.FAILED;
    };
  }

  private static final List<Phase> UP = List.of(Phase.RUNNING, Phase.SUSPENDED, Phase.DEGRADED);

  /** No phase yet in the status that the API server gives by default. */
  private static boolean isUp(Phase before) {
    return before != null && UP.contains(before);
  }

  /** A pipeline that failed and recovers is not a new one. */
  private static boolean flowedOnce(CdcPipelineStatus before) {
    return before.changefeed() != null && before.changefeed().checkpoint() != null;
  }

  private static Phase started(Map<ConditionType, Verdict> verdicts) {
    boolean anything =
        verdicts.values().stream().anyMatch(v -> v.reason() != Reason.DependencyNotReady);
    return anything ? Phase.PROVISIONING : Phase.PENDING;
  }

  private static List<Condition> conditions(
      CdcPipelineStatus before,
      Long generation,
      Map<ConditionType, Verdict> verdicts,
      Instant now) {
    var conditions = new ArrayList<Condition>();
    verdicts.forEach(
        (type, verdict) -> {
          var status = verdict.isReady() ? "True" : "False";
          conditions.add(
              new Condition(
                  type.toString(),
                  status,
                  verdict.reason().name(),
                  verdict.message(),
                  since(before, type, status, now),
                  generation));
        });
    return conditions;
  }

  private static String since(
      CdcPipelineStatus before, ConditionType type, String status, Instant now) {
    return CdcPipelineStatus.condition(before, type)
        .filter(c -> c.status().equals(status))
        .map(Condition::lastTransitionTime)
        .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
