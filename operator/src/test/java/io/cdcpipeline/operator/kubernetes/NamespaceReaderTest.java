package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true, https = false)
class NamespaceReaderTest {
  private KubernetesMockServer server;
  private KubernetesClient client;
  private NamespaceReader namespace;

  @BeforeEach
  void create() {
    namespace = new NamespaceReader(client, "shop", new RecentAnswers(Clock.systemUTC()), false);
  }

  @Test
  void podsAreThoseWithTheLabelsInTheNamespace() {
    client.resource(pod("shop", "a", "consumer")).create();
    client.resource(pod("shop", "b", "ticdc")).create();
    client.resource(pod("other", "c", "consumer")).create();

    assertThat(namespace.pods(Map.of("component", "consumer")))
        .singleElement()
        .satisfies(
            pod -> {
              assertThat(pod.getMetadata().getName()).isEqualTo("a");
              assertThat(pod.getStatus().getPhase()).isEqualTo("Pending");
              assertThat(pod.getSpec()).as("not even deserialized").isNull();
            });
  }

  /** Version 0 is answered from the API server's cache, without a read from etcd. */
  @Test
  void podsAreReadFromTheCacheOfTheApiServer() throws InterruptedException {
    assertThat(namespace.pods(Map.of("component", "consumer"))).isEmpty();

    assertThat(server.getLastRequest().getPath())
        .startsWith("/api/v1/namespaces/shop/pods?")
        .contains("resourceVersion=0");
  }

  @Test
  void aValueIsEmptyIfTheConfigMapOrItsKeyIsMissing() {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("schema")
                .endMetadata()
                .addToData("init.sql", "CREATE TABLE t (id INT)")
                .build())
        .create();

    assertThat(namespace.configMapValue("schema", "init.sql")).contains("CREATE TABLE t (id INT)");
    assertThat(namespace.configMapValue("schema", "other.sql")).isEmpty();
    assertThat(namespace.configMapValue("other", "init.sql")).isEmpty();
  }

  private static Pod pod(String namespace, String name, String component) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .addToLabels("component", component)
        .endMetadata()
        .withNewSpec()
        .withNodeName("node")
        .endSpec()
        .withNewStatus()
        .withPhase("Pending")
        .endStatus()
        .build();
  }
}
