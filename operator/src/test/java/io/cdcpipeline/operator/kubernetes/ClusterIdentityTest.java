package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.testkit.apiserver.ApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterIdentityTest {
  private final ApiServer api = ApiServer.start();
  private final KubernetesClient client = api.client();

  @AfterEach
  void stop() {
    client.close();
    api.close();
  }

  @Test
  void isTheUidOfKubeSystemReadOnce() {
    var uid = client.namespaces().withName("kube-system").get().getMetadata().getUid();
    var identity = new ClusterIdentity(client, "");
    api.requests().clear();

    assertThat(identity.get()).isEqualTo(uid).isEqualTo(identity.get());
    assertThat(api.requests().entries(entry -> true)).hasSize(1);
  }

  @Test
  void isWhatIsConfiguredWithoutARead() {
    api.requests().clear();

    assertThat(new ClusterIdentity(client, "blue").get()).isEqualTo("blue");
    assertThat(api.requests().entries(entry -> true)).isEmpty();
  }

  @Test
  void withoutKubeSystemTheSettingIsNamed() {
    client.namespaces().withName("kube-system").delete();

    assertThatThrownBy(() -> new ClusterIdentity(client, "").get())
        .isInstanceOf(StageException.class)
        .hasMessageContaining("set the chart's clusterId");
  }
}
