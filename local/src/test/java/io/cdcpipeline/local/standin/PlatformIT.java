package io.cdcpipeline.local.standin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.cluster.Addresses;
import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.ServiceNames;
import io.cdcpipeline.local.process.Certificates;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.PrivateFile;
import io.cdcpipeline.local.process.Supervisor;
import io.cdcpipeline.local.process.TrustedHttp;
import io.cdcpipeline.local.ticdc.TicdcTls;
import io.cdcpipeline.testkit.apiserver.ApiServer;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
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
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
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
    load("foreign-objects.yaml");
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
  void tidbOperatorStartsTicdcWithTheCertificateOfItsSecretAndDemandsOne() throws Exception {
    load("sealed-objects.yaml");
    awaitCondition("core.pingcap.com/v1alpha1", "TiDBGroup", "sealed", "Ready=True");
    awaitCondition("core.pingcap.com/v1alpha1", "TiCDCGroup", "sealed", "Ready=False");

    Certificates first = certificates("first");
    provide(first);
    awaitCondition("core.pingcap.com/v1alpha1", "TiCDCGroup", "sealed", "Ready=True");
    assertThat(object("core.pingcap.com/v1alpha1", "Cluster", "sealed").<String>get("status", "pd"))
        .startsWith("https://");
    assertThat(status(client(first))).startsWith("HTTP/1.1 200");
    assertThatThrownBy(() -> status(TrustedHttp.client(first.authority()).sslContext()))
        .isInstanceOf(IOException.class);

    Certificates second = certificates("second");
    provide(second);
    await()
        .atMost(TIMEOUT)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> status(client(second)).startsWith("HTTP/1.1 200"));
    assertThatThrownBy(() -> status(client(first))).isInstanceOf(SSLException.class);
  }

  private static Certificates certificates(String name) {
    return Certificates.in(
        directory.resolve(name),
        Map.of("ticdc", List.of("sealed-ticdc-peer.stand-ins.svc"), "client", List.of("client")));
  }

  private static Map<String, String> files(Certificates all, String name) {
    return Map.of(
        "tls.crt",
        PrivateFile.read(all.chain(name)),
        "tls.key",
        PrivateFile.read(all.key(name)),
        "ca.crt",
        PrivateFile.read(all.authority()));
  }

  private static void provide(Certificates certificates) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("sealed-ticdc-cluster-secret")
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withStringData(files(certificates, "ticdc"))
                .build())
        .fieldManager("test")
        .forceConflicts()
        .serverSideApply();
  }

  private static SSLContext client(Certificates certificates) {
    TicdcTls tls = new TicdcTls(certificates.directory().resolve("of-client"));
    tls.write(files(certificates, "client"));
    return tls.context();
  }

  /** The first line of TiCDC's answer; the server's name is not what is looked at here. */
  private static String status(SSLContext tls) throws IOException {
    Endpoint api = platform.databases().ticdc("sealed").orElseThrow().api();
    try (Socket socket = tls.getSocketFactory().createSocket(api.host(), api.port())) {
      socket.getOutputStream().write("GET /status HTTP/1.1\r\nHost: ticdc\r\n\r\n".getBytes(UTF_8));
      return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
    }
  }

  private static void load(String objects) throws IOException {
    try (InputStream yaml = PlatformIT.class.getResourceAsStream(objects)) {
      client.load(yaml).inNamespace(NAMESPACE).create();
    }
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
