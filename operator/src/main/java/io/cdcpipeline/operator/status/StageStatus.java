package io.cdcpipeline.operator.status;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A stage's result of one reconcile: the verdict on its own condition, verdicts on further
 * conditions it owns, and its sections of the pipeline's status.
 *
 * @param provisional whether a remote system that decides the verdict has yet to answer
 */
public record StageStatus(
    Verdict verdict,
    Map<ConditionType, Verdict> further,
    StatusSections sections,
    boolean provisional) {

  /** A reason, and a message for people. */
  public record Verdict(Reason reason, String message) {
    /** Also true for warnings: the stage works. */
    public boolean isReady() {
      return reason.severity().compareTo(Severity.WARNING) <= 0
          && reason.severity() != Severity.SUSPENDED;
    }
  }

  /** What all stages know about the hops. */
  public static Map<Hop, HopReading> hops(Map<ConditionType, StageStatus> stages) {
    return stages.values().stream()
        .map(StageStatus::sections)
        .reduce(StatusSections.NONE, StatusSections::and)
        .hops();
  }

  public static StageStatus of(Reason reason, String message) {
    return new StageStatus(new Verdict(reason, message), Map.of(), StatusSections.NONE, false);
  }

  public static StageStatus of(StageException failure) {
    return of(failure.reason(), failure.getMessage());
  }

  public static StageStatus ready(String message) {
    return of(Reason.Ready, message);
  }

  public static StageStatus progressing(String message) {
    return of(Reason.Progressing, message);
  }

  public static StageStatus waiting(String message) {
    return of(Reason.DependencyNotReady, message);
  }

  /** The same, before the remote system has answered. */
  public StageStatus asProvisional() {
    return new StageStatus(verdict, further, sections, true);
  }

  public StageStatus withSection(StatusSections more) {
    return new StageStatus(verdict, further, sections.and(more), provisional);
  }

  /** The same with another verdict on the stage's own condition. */
  public StageStatus withVerdict(Reason reason, String message) {
    return new StageStatus(new Verdict(reason, message), further, sections, provisional);
  }

  public StageStatus withCondition(ConditionType type, Reason reason, String message) {
    var all = new LinkedHashMap<>(further);
    all.put(type, new Verdict(reason, message));
    return new StageStatus(verdict, all, sections, provisional);
  }

  public boolean isReady() {
    return verdict.isReady();
  }
}
