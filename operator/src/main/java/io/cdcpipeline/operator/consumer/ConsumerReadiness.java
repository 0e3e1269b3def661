package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;

/** The consumer's status, from its Deployment alone. */
final class ConsumerReadiness {
  private ConsumerReadiness() {}

  static StageStatus of(Deployment deployment, int partitions) {
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
    return failure(deployment)
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

  private static Optional<String> failure(Deployment deployment) {
    return deployment.getStatus() == null
        ? Optional.empty()
        : deployment.getStatus().getConditions().stream()
            .filter(
                c ->
                    ("ReplicaFailure".equals(c.getType()) && "True".equals(c.getStatus()))
                        || ("Progressing".equals(c.getType()) && "False".equals(c.getStatus())))
            .map(c -> "Deployment: " + c.getReason() + ", " + c.getMessage())
            .findFirst();
  }
}
