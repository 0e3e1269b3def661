package io.cdcpipeline.cli.status;

import io.cdcpipeline.cli.output.Health;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.status.Reason;
import java.util.Arrays;
import java.util.Optional;

/** How serious a condition is: what this version knows of its reason, else its status alone. */
final class ConditionHealth {
  private ConditionHealth() {}

  static Health of(Condition condition) {
    var reason = reason(condition);
    if (reason.isEmpty()) {
      return switch (condition.status()) {
        case "True" -> Health.OK;
        case "False" -> Health.FAILING;
        default -> Health.UNKNOWN;
      };
    }
    if (reason.get() == Reason.Disabled) {
      return Health.OFF;
    }
    return switch (reason.get().severity()) {
      case OK -> Health.OK;
      case SUSPENDED -> Health.OFF;
      case WARNING -> Health.WARNING;
      case PROGRESSING -> Health.WAITING;
      case DEGRADED, ACTION_REQUIRED -> Health.FAILING;
    };
  }

  /** Empty for one of a newer operator. */
  static Optional<Reason> reason(Condition condition) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.name().equals(condition.reason()))
        .findFirst();
  }
}
