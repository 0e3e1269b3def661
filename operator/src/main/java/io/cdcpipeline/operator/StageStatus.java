package io.cdcpipeline.operator;

import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.Severity;
import io.cdcpipeline.operator.status.StatusSections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a stage stands after a reconcile: its verdict, verdicts on further conditions it owns, and
 * its sections of the status.
 *
 * @param unanswered whether a remote system on which the verdict hangs has yet to answer
 */
public record StageStatus(
    Verdict verdict,
    Map<ConditionType, Verdict> further,
    StatusSections sections,
    boolean unanswered) {

  /** A reason with the message that a person reads. */
  public record Verdict(Reason reason, String message) {
    /** True also for a notice: it works. */
    public boolean good() {
      return reason.severity().compareTo(Severity.NOTICE) <= 0
          && reason.severity() != Severity.PAUSED;
    }
  }

  public static StageStatus of(Reason reason, String message) {
    return new StageStatus(new Verdict(reason, message), Map.of(), StatusSections.NONE, false);
  }

  public static StageStatus ready(String message) {
    return of(Reason.AsWished, message);
  }

  public static StageStatus progressing(String message) {
    return of(Reason.Progressing, message);
  }

  public static StageStatus waiting(String message) {
    return of(Reason.Waiting, message);
  }

  /** The same, said before the remote system has answered. */
  public StageStatus beforeAnswer() {
    return new StageStatus(verdict, further, sections, true);
  }

  public StageStatus with(StatusSections more) {
    return new StageStatus(verdict, further, sections.and(more), unanswered);
  }

  public StageStatus and(ConditionType type, Reason reason, String message) {
    var all = new LinkedHashMap<>(further);
    all.put(type, new Verdict(reason, message));
    return new StageStatus(verdict, all, sections, unanswered);
  }

  public boolean good() {
    return verdict.good();
  }
}
