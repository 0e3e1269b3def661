package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnableKubernetesMockClient(https = false)
class KubernetesClientsTest {
  private static final String POD = "/api/v1/namespaces/shop/pods/a";

  private KubernetesMockServer server;

  @Test
  void aFailingRequestIsRetriedOnce() {
    server.expect().get().withPath(POD).andReturn(500, "").once();
    server.expect().get().withPath(POD).andReturn(200, pod()).once();

    try (var client = KubernetesClients.with(server.createClient().getConfiguration())) {
      assertThat(client.pods().inNamespace("shop").withName("a").get()).isNotNull();
    }
  }

  /** Ten retries, the library's default, would block a reconcile thread for 18 seconds. */
  @Test
  void aRequestThatKeepsFailingIsNotRetriedForLong() {
    server.expect().get().withPath(POD).andReturn(500, "").always();

    try (var client = KubernetesClients.with(server.createClient().getConfiguration())) {
      var pod = client.pods().inNamespace("shop").withName("a");
      assertThatThrownBy(pod::get).isInstanceOf(KubernetesClientException.class);
    }
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  /** Kinds that are read as generic resources must be known without scanning the class path. */
  @Test
  void podsAreConvertedFromGenericResources() {
    server.expect().get().withPath(POD).andReturn(200, pod()).once();

    try (var client = KubernetesClients.with(server.createClient().getConfiguration())) {
      var generic =
          client.genericKubernetesResources("v1", "Pod").inNamespace("shop").withName("a").get();
      assertThat(client.getKubernetesSerialization().convertValue(generic, Pod.class))
          .isEqualTo(pod());
    }
  }

  /** Without being registered, kinds of the core group are not found, and nothing is asked. */
  @ParameterizedTest
  @CsvSource({
    "ConfigMap, configmaps",
    "Event, events",
    "Pod, pods",
    "Secret, secrets",
    "Service, services",
    "ServiceAccount, serviceaccounts"
  })
  void kindsOfTheCoreGroupAreListed(String kind, String plural) {
    var answer = "{\"kind\":\"%sList\",\"apiVersion\":\"v1\",\"items\":[]}".formatted(kind);
    server
        .expect()
        .get()
        .withPath("/api/v1/namespaces/shop/" + plural)
        .andReturn(200, answer)
        .once();

    try (var client = KubernetesClients.with(server.createClient().getConfiguration())) {
      var kinds = client.genericKubernetesResources("v1", kind);
      assertThat(kinds.inNamespace("shop").list().getItems()).isEmpty();
    }
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void aNamespaceIsRead() {
    var answer = "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"shop\"}}";
    server.expect().get().withPath("/api/v1/namespaces/shop").andReturn(200, answer).once();

    try (var client = KubernetesClients.with(server.createClient().getConfiguration())) {
      var namespace = client.genericKubernetesResources("v1", "Namespace").withName("shop").get();
      assertThat(namespace.getMetadata().getName()).isEqualTo("shop");
    }
  }

  /** An error within a watch, such as 410 after a restart of the API server, is a Status. */
  @Test
  void errorsWithinAWatchAreRecognized() {
    var error = "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":410,\"reason\":\"Expired\"}";

    try (var client = KubernetesClients.with(server.createClient().getConfiguration())) {
      KubernetesResource read = client.getKubernetesSerialization().unmarshal(error);
      assertThat(read).isInstanceOf(Status.class);
    }
  }

  private static Pod pod() {
    return new PodBuilder().withNewMetadata().withName("a").endMetadata().build();
  }
}
