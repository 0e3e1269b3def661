package io.cdcpipeline.local.standin;

import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Conditions of a Deployment; one with an unchanged status keeps its times. */
final class DeploymentConditions {
  private DeploymentConditions() {}

  static DeploymentCondition of(DeploymentStatus before, String type, boolean met, String reason) {
    String status = met ? "True" : "False";
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    String since =
        before == null
            ? now
            : before.getConditions().stream()
                .filter(c -> c.getType().equals(type) && c.getStatus().equals(status))
                .map(DeploymentCondition::getLastTransitionTime)
                .findFirst()
                .orElse(now);
    return new DeploymentConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(met ? reason + "Available" : reason + "Unavailable")
        .withMessage("")
        .withLastTransitionTime(since)
        .withLastUpdateTime(since)
        .build();
  }
}
