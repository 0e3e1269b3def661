package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;

/** How the consumer stands, from its Deployment alone. */
final class ConsumerReadiness {
  private ConsumerReadiness() {}

  static StageStatus of(Deployment deployment, int partitions) {
    int wanted = deployment.getSpec().getReplicas();
    int ready = readyReplicas(deployment);
    if (wanted == 0) {
      return StageStatus.of(
          Reason.ConsumerScaledToZero,
          "spec.consumer.replicas is 0: changes wait in the topic until its retention ends");
    }
    if (settled(deployment) && ready >= wanted) {
      return wanted > partitions
          ? StageStatus.of(
              Reason.ExcessConsumers,
              "%d consumers share %d partitions: the rest idle; lower spec.consumer.replicas or"
                      .formatted(wanted, partitions)
                  + " raise spec.kafka.topic.partitions")
          : StageStatus.ready(ready + " of " + wanted + " consumers ready");
    }
    var state = ready + " of " + wanted + " consumers ready";
    return failure(deployment)
        .map(trouble -> StageStatus.of(Reason.ChildFailed, state + "; " + trouble))
        .orElseGet(() -> StageStatus.progressing(state));
  }

  static int readyReplicas(Deployment deployment) {
    var status = deployment.getStatus();
    return status == null || status.getReadyReplicas() == null ? 0 : status.getReadyReplicas();
  }

  private static boolean settled(Deployment deployment) {
    var status = deployment.getStatus();
    return status != null
        && deployment.getMetadata().getGeneration().equals(status.getObservedGeneration())
        && deployment.getSpec().getReplicas().equals(status.getUpdatedReplicas())
        && deployment.getSpec().getReplicas().equals(status.getReplicas());
  }

  private static java.util.Optional<String> failure(Deployment deployment) {
    return deployment.getStatus() == null
        ? java.util.Optional.empty()
        : deployment.getStatus().getConditions().stream()
            .filter(
                c ->
                    ("ReplicaFailure".equals(c.getType()) && "True".equals(c.getStatus()))
                        || ("Progressing".equals(c.getType()) && "False".equals(c.getStatus())))
            .map(c -> "Deployment: " + c.getReason() + ", " + c.getMessage())
            .findFirst();
  }
}
