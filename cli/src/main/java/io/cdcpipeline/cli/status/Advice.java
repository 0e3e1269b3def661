package io.cdcpipeline.cli.status;

import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.status.Reason;
import java.util.Optional;

/** What to do: the message of Ready says it in words; some reasons have a command. */
final class Advice {
  private Advice() {}

  /** In words; empty if there is nothing to do. */
  static Optional<String> words(FlowStatus flow) {
    if (flow.status() == null || flow.status().conditions().isEmpty()) {
      return Optional.of(
          "no operator has looked at this pipeline yet; check that cdc-pipeline-operator runs and"
              + " watches namespace "
              + flow.namespace());
    }
    if (!flow.isObserved()) {
      return Optional.of("the operator has not seen the latest change of the spec yet");
    }
    return flow.isReady() ? warning(flow) : flow.ready().map(Condition::message);
  }

  private static Optional<String> warning(FlowStatus flow) {
    return flow.complaints().stream().findFirst().map(c -> c.type() + ": " + c.message());
  }

  /** A command of ours for what Ready names; for a ready pipeline, for what it warns of. */
  static Optional<String> command(FlowStatus flow) {
    var named = flow.isReady() ? flow.complaints().stream() : flow.ready().stream();
    return named
        .flatMap(c -> ConditionHealth.reason(c).stream())
        .flatMap(reason -> verb(reason).stream())
        .findFirst()
        .map(verb -> "kubectl cdc " + verb.formatted(flow.name()) + " -n " + flow.namespace());
  }

  private static Optional<String> verb(Reason reason) {
    return Optional.ofNullable(
        switch (reason) {
          case Suspended, SuspendedNearDeadline, ResumeDeadlineNear -> "resume %s";
          case EventsMissing -> "replay %s --from earliest --wait";
          case ChangefeedLost -> "restart %s --from now";
          default -> null;
        });
  }
}
