package io.cdcpipeline.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.testkit.apiserver.ApiServer;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceNamesTest {
  private static final Map<String, String> LABELS = Map.of("component", "ticdc");

  @Test
  void aServiceNameResolvesToThePodItSelects(@TempDir Path directory) {
    Path hosts = directory.resolve("hosts");
    try (ApiServer server = ApiServer.start();
        KubernetesClient client = server.client();
        ServiceNames names = ServiceNames.start(client, "shop", hosts)) {
      client
          .resource(
              new ServiceBuilder()
                  .withNewMetadata()
                  .withName("shop-ticdc-api")
                  .withNamespace("shop")
                  .endMetadata()
                  .withNewSpec()
                  .withSelector(LABELS)
                  .endSpec()
                  .build())
          .create();
      names.add(new Pod("other", Map.of("component", "tidb"), "127.9.9.1"));
      names.add(new Pod("ticdc", LABELS, "127.9.9.2"));

      await().until(() -> names.address("shop-ticdc-api").isPresent());
      assertThat(names.address("shop-ticdc-api")).contains("127.9.9.2");
      assertThat(hosts)
          .content()
          .contains("127.0.0.1 localhost")
          .contains("127.9.9.2 shop-ticdc-api.shop.svc shop-ticdc-api.shop");

      names.remove("ticdc");
      assertThat(names.address("shop-ticdc-api")).isEmpty();
      assertThat(Files.exists(hosts)).isTrue();
    }
  }
}
