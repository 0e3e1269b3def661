package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The consumer's status, from its Deployment and what was said when its pods were refused. */
final class ConsumerReadiness {
  private ConsumerReadiness() {}

  /**
   * The status.
   *
   * @param refusal makes the last words of a refusal out of the first, which the Deployment has
   */
  static StageStatus of(Deployment deployment, int partitions, UnaryOperator<String> refusal) {
    int desired = deployment.getSpec().getReplicas();
    int ready = readyReplicas(deployment);
    if (desired == 0) {
      return StageStatus.of(
          Reason.ConsumerScaledToZero,
          "spec.consumer.replicas is 0: changes wait in the topic until its retention ends");
    }
    if (rolledOut(deployment) && ready >= desired) {
      return desired > partitions
          ? StageStatus.of(
              Reason.ExcessConsumers,
              "%d consumers for %d partitions: the excess is idle; lower spec.consumer.replicas or"
                      .formatted(desired, partitions)
                  + " raise spec.kafka.topic.partitions")
          : StageStatus.ready(ready + " of " + desired + " consumers ready");
    }
    var state = ready + " of " + desired + " consumers ready";
    return failure(deployment, refusal)
        .map(failure -> StageStatus.of(Reason.ChildFailed, state + "; " + failure))
        .orElseGet(() -> StageStatus.progressing(state));
  }

  static int readyReplicas(Deployment deployment) {
    var status = deployment.getStatus();
    return status == null || status.getReadyReplicas() == null ? 0 : status.getReadyReplicas();
  }

  private static boolean rolledOut(Deployment deployment) {
    var status = deployment.getStatus();
    return status != null
        && deployment.getMetadata().getGeneration().equals(status.getObservedGeneration())
        && deployment.getSpec().getReplicas().equals(status.getUpdatedReplicas())
        && deployment.getSpec().getReplicas().equals(status.getReplicas());
  }

  private static Optional<String> failure(Deployment deployment, UnaryOperator<String> refusal) {
    return deployment.getStatus() == null
        ? Optional.empty()
        : deployment.getStatus().getConditions().stream()
            .filter(c -> isRefused(c) || isStuck(c))
            .map(c -> "Deployment: " + c.getReason() + ", " + words(c, refusal))
            .findFirst();
  }

  private static String words(DeploymentCondition condition, UnaryOperator<String> refusal) {
    return isRefused(condition) ? refusal.apply(condition.getMessage()) : condition.getMessage();
  }

  private static boolean isRefused(DeploymentCondition condition) {
    return "ReplicaFailure".equals(condition.getType()) && "True".equals(condition.getStatus());
  }

  private static boolean isStuck(DeploymentCondition condition) {
    return "Progressing".equals(condition.getType()) && "False".equals(condition.getStatus());
  }
}
