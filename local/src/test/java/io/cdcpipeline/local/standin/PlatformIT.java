package io.cdcpipeline.local.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.cluster.Addresses;
import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.ServiceNames;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Supervisor;
import io.cdcpipeline.local.process.TrustedHttp;
import io.cdcpipeline.testkit.apiserver.ApiServer;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stand-ins without an operator: resources as documented by the other operators become real
 * servers.
 */
class PlatformIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final String NAMESPACE = "stand-ins";

  @TempDir static Path directory;

  private static final ChildProcesses CHILDREN = new ChildProcesses();
  private static ApiServer server;
  private static KubernetesClient client;
  private static ServiceNames names;
  private static Cluster cluster;
  private static Platform platform;

  @BeforeAll
  static void start() throws Exception {
    server = ApiServer.start();
    client = server.client();
    for (ForeignKinds kinds : ForeignKinds.values()) {
      kinds.install(client);
    }
    names = ServiceNames.start(client, NAMESPACE, directory.resolve("hosts"));
    Addresses addresses = Addresses.of(Installation.current().target().resolve("platform-it"));
    cluster =
        new Cluster(
            client,
            Optional.of(server.pods()),
            NAMESPACE,
            names,
            addresses,
            CHILDREN,
            new Supervisor(),
            directory);
    platform = Platform.start(cluster);
    try (InputStream yaml = PlatformIT.class.getResourceAsStream("foreign-objects.yaml")) {
      client.load(yaml).inNamespace(NAMESPACE).create();
    }
  }

  @AfterAll
  static void stop() {
    platform.close();
    names.close();
    CHILDREN.close();
    client.close();
    server.close();
  }

  @Test
  void strimziStartsABrokerWithTopicsAndUsers() {
    awaitCondition("kafka.strimzi.io/v1", "Kafka", "demo", "Ready=True");
    awaitCondition("kafka.strimzi.io/v1", "KafkaTopic", "demo-events", "Ready=True");
    awaitCondition("kafka.strimzi.io/v1", "KafkaUser", "demo-consumer", "Ready=True");
    awaitCondition("kafka.strimzi.io/v1", "KafkaUser", "demo-forgotten", "NotReady=True");

    assertThat(cluster.secret("demo-consumer", "password")).contains("threeblindmice");
    assertThat(names.address("demo-kafka-bootstrap")).isPresent();
    try (var admin = platform.brokers().broker("demo").orElseThrow().admin()) {
      assertThat(admin.partitions("cdc-demo")).contains(3);
    }
  }

  @Test
  void tidbOperatorStartsADatabase() {
    awaitCondition("core.pingcap.com/v1alpha1", "TiDBGroup", "demo", "Ready=True");
    GenericKubernetesResource group = object("core.pingcap.com/v1alpha1", "TiDBGroup", "demo");

    assertThat(group.<String>get("status", "version")).isEqualTo("v8.5.7");
    assertThat(names.address("demo-tidb")).isPresent();
    awaitCondition("core.pingcap.com/v1alpha1", "Cluster", "demo", "Available=True");
  }

  @Test
  void eckStartsANodeWithTheUsersFromTheSecrets() throws Exception {
    await()
        .atMost(TIMEOUT)
        .until(
            () -> object("elasticsearch.k8s.elastic.co/v1", "Elasticsearch", "demo"),
            found -> "Ready".equals(found.get("status", "phase")));
    assertThat(cluster.secret("demo-es-http-certs-public", "ca.crt").orElseThrow())
        .startsWith("-----BEGIN CERTIFICATE-----");

    HttpClient http = TrustedHttp.client(platform.search().node("demo").orElseThrow().authority());
    String url = "https://" + names.address("demo-es-http").orElseThrow() + ":9200/_cluster/health";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", TrustedHttp.basic("demo-reader", "threeblindmice"))
            .build();
    await()
        .atMost(TIMEOUT)
        .until(
            () -> http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
  }

  private static void awaitCondition(String apiVersion, String kind, String name, String wanted) {
    await()
        .atMost(TIMEOUT)
        .until(() -> object(apiVersion, kind, name), found -> conditions(found).test(wanted));
  }

  private static Predicate<String> conditions(GenericKubernetesResource object) {
    return wanted ->
        object.get("status", "conditions") instanceof List<?> list
            && list.stream()
                .map(one -> (Map<?, ?>) one)
                .anyMatch(one -> wanted.equals(one.get("type") + "=" + one.get("status")));
  }

  private static GenericKubernetesResource object(String apiVersion, String kind, String name) {
    return cluster.find(Cluster.kind(apiVersion, kind), name).orElseThrow();
  }
}
