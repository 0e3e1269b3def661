package io.cdcpipeline.operator.status;

import io.cdcpipeline.operator.status.StageStatus.Verdict;
import java.util.EnumMap;
import java.util.Map;

/** The condition Ready: True only when every other is, else it names the worst stage. */
final class ReadyCondition {
  private ReadyCondition() {}

  /** Of equally severe stages, names the first in the data flow: later ones wait for it. */
  static Verdict of(EnumMap<ConditionType, Verdict> verdicts) {
    Map.Entry<ConditionType, Verdict> worst = null;
    for (var verdict : verdicts.entrySet()) {
      if (!verdict.getValue().isReady() && (worst == null || worse(verdict, worst))) {
        worst = verdict;
      }
    }
    return worst == null
        ? new Verdict(Reason.Ready, "every stage is ready and data flows")
        : new Verdict(worst.getValue().reason(), text(worst.getKey(), worst.getValue()));
  }

  private static boolean worse(
      Map.Entry<ConditionType, Verdict> one, Map.Entry<ConditionType, Verdict> other) {
    return severity(one.getValue()).compareTo(severity(other.getValue())) > 0;
  }

  private static Severity severity(Verdict verdict) {
    return verdict.reason().severity();
  }

  private static String text(ConditionType type, Verdict verdict) {
    return verdict.reason().severity() == Severity.SUSPENDED
        ? verdict.message()
        : type + ": " + verdict.message();
  }
}
