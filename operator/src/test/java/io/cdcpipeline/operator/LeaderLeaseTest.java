package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.testkit.apiserver.ApiServer;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaderLeaseTest {
  private static final String NAMESPACE = "cdc-system";

  private final ApiServer api = ApiServer.start();
  private final KubernetesClient client = api.client();

  @AfterEach
  void stop() {
    client.close();
    api.close();
  }

  @Test
  void theLeaseGoesWithTheDeploymentAndKeepsItsHolder() {
    lease();
    var deployment = deployment();

    new LeaderLease(client, NAMESPACE, "operator", "pod-2").claim();

    assertThat(read().getMetadata().getOwnerReferences())
        .singleElement()
        .returns("apps/v1", OwnerReference::getApiVersion)
        .returns("Deployment", OwnerReference::getKind)
        .returns("operator", OwnerReference::getName)
        .returns(deployment.getMetadata().getUid(), OwnerReference::getUid);
    assertThat(read().getSpec().getHolderIdentity()).isEqualTo("pod-1");
  }

  @Test
  void withoutADeploymentItBelongsToNobody() {
    lease();

    for (var name : List.of("", "operator")) {
      new LeaderLease(client, NAMESPACE, name, "pod-2").claim();
    }

    assertThat(read().getMetadata().getOwnerReferences()).isEmpty();
  }

  @Test
  void aRefusalIsNoFailure() {
    deployment();

    new LeaderLease(client, NAMESPACE, "operator", "pod-2").claim();

    assertThat(client.leases().inAnyNamespace().list().getItems()).isEmpty();
  }

  @Test
  void releasedItHasNoHolder() {
    lease("pod-2");

    leadAndRelease();

    assertThat(read().getSpec().getHolderIdentity()).isNull();
  }

  @Test
  void theLeaseOfAnotherIsNotReleased() {
    lease();

    leadAndRelease();

    assertThat(read().getSpec().getHolderIdentity()).isEqualTo("pod-1");
  }

  @Test
  void withoutALeaseNothingIsReleased() {
    leadAndRelease();

    assertThat(client.leases().inAnyNamespace().list().getItems()).isEmpty();
  }

  private void leadAndRelease() {
    var lease = new LeaderLease(client, NAMESPACE, "", "pod-2");
    lease.claim();
    lease.release();
  }

  private Deployment deployment() {
    return client
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName("operator")
                .withNamespace(NAMESPACE)
                .endMetadata()
                .build())
        .create();
  }

  private void lease() {
    lease("pod-1");
  }

  private void lease(String holder) {
    client
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName("cdc-pipeline-operator")
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .endSpec()
                .build())
        .create();
  }

  private Lease read() {
    return client.leases().inNamespace(NAMESPACE).withName("cdc-pipeline-operator").get();
  }
}
