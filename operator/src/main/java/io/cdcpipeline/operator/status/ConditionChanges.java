package io.cdcpipeline.operator.status;

import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.Condition;
import java.util.List;

/** The conditions whose status or reason a reconcile changes; pure. */
record ConditionChanges(CdcPipelineStatus before, CdcPipelineStatus after) {
  List<Condition> all() {
    return after.conditions().stream().filter(this::isChanged).toList();
  }

  /**
   * Those that become an event: not of a stage that still waits, for Ready names what a pipeline
   * waits for, and not what Ready repeats. They would be most of the events of a new pipeline.
   */
  List<Condition> events() {
    var all = all();
    var ready =
        all.stream()
            .filter(ConditionChanges::isSummary)
            .findFirst()
            .map(Condition::message)
            .orElse("");
    return all.stream()
        .filter(c -> isSummary(c) || !(waitsStill(c) || ready.equals(text(c))))
        .toList();
  }

  /** A condition as Ready and events repeat it. */
  static String text(Condition condition) {
    return condition.type() + ": " + condition.message();
  }

  private static boolean isSummary(Condition condition) {
    return condition.type().equals(ConditionType.READY.toString());
  }

  private boolean waitsStill(Condition now) {
    boolean wasTrue =
        CdcPipelineStatus.condition(before, now.type())
            .filter(c -> c.status().equals("True"))
            .isPresent();
    return !wasTrue && Reason.valueOf(now.reason()).severity() == Severity.PROGRESSING;
  }

  private boolean isChanged(Condition now) {
    return CdcPipelineStatus.condition(before, now.type())
        .filter(c -> c.status().equals(now.status()) && c.reason().equals(now.reason()))
        .isEmpty();
  }
}
