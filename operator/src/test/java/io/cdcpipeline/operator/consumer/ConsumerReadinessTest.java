package io.cdcpipeline.operator.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.status.Reason;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumerReadinessTest {
  private static final int PARTITIONS = 6;

  @ParameterizedTest
  @CsvSource({
    "2, '{}', Progressing, 0 of 2 consumers ready",
    "2, '{observedGeneration: 3, replicas: 2, updatedReplicas: 2, readyReplicas: 2}', Ready, 2"
        + " of 2 consumers ready",
    "2, '{observedGeneration: 2, replicas: 2, updatedReplicas: 2, readyReplicas: 2}', Progressing,"
        + " 2 of 2 consumers ready",
    "2, '{observedGeneration: 3, replicas: 3, updatedReplicas: 1, readyReplicas: 2}', Progressing,"
        + " 2 of 2 consumers ready",
    "0, '{observedGeneration: 3}', ConsumerScaledToZero, spec.consumer.replicas is 0",
    "7, '{observedGeneration: 3, replicas: 7, updatedReplicas: 7, readyReplicas: 7}',"
        + " ExcessConsumers, 7 consumers for 6 partitions",
    "1, '{observedGeneration: 3, conditions: [{type: ReplicaFailure, status: \"True\", reason:"
        + " FailedCreate, message: exceeded quota}]}', ChildFailed, 'FailedCreate, exceeded quota'",
    "1, '{observedGeneration: 3, conditions: [{type: Progressing, status: \"False\", reason:"
        + " ProgressDeadlineExceeded, message: timed out}]}', ChildFailed,"
        + " ProgressDeadlineExceeded",
  })
  void followsTheDeployment(int replicas, String status, Reason reason, String message) {
    var verdict =
        ConsumerReadiness.of(deployment(replicas, status), PARTITIONS, UnaryOperator.identity())
            .verdict();

    assertThat(verdict.reason()).isEqualTo(reason);
    assertThat(verdict.message()).contains(message);
  }

  /** The Deployment repeats the first refusal for as long as there is one. */
  @Test
  void theLastRefusalCounts() {
    var refused =
        deployment(
            1,
            "{conditions: [{type: ReplicaFailure, status: \"True\", reason: FailedCreate, message:"
                + " must specify limits.cpu}]}");

    assertThat(
            ConsumerReadiness.of(refused, PARTITIONS, first -> "exceeded quota: team")
                .verdict()
                .message())
        .isEqualTo("0 of 1 consumers ready; Deployment: FailedCreate, exceeded quota: team");
  }

  private static Deployment deployment(int replicas, String status) {
    return Serialization.unmarshal(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: shop-consumer, generation: 3}
        spec: {replicas: %d}
        status: %s
        """
            .formatted(replicas, status),
        Deployment.class);
  }
}
