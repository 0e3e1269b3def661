package io.cdcpipeline.operator.real;

import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcpipeline.operator.kubernetes.ForeignAddresses;
import io.cdcpipeline.operator.remote.DeniedAddresses;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose a Service's or a pod's address is, and who may use it. */
@Requires(REAL_API)
class ForeignAddressesIT {
  private static final Map<String, Map<String, String>> PODS =
      Map.of(
          "TICDC",
          Map.of(
              "app.kubernetes.io/managed-by",
              "tidb-operator",
              "app.kubernetes.io/instance",
              "shop"),
          "KAFKA",
          Map.of("strimzi.io/cluster", "shop", "app.kubernetes.io/instance", "shop"),
          "SEARCH",
          Map.of("elasticsearch.k8s.elastic.co/cluster-name", "shop"));
  private static RealApi api;

  @BeforeAll
  static void start() {
    api = RealApi.get();
  }

  @ParameterizedTest
  @CsvSource({
    "TICDC, 'database: {managed: {ticdc: {allowFrom: [friend]}}}'",
    "KAFKA, 'kafka: {managed: {allowFrom: [friend]}}'",
    "SEARCH, 'search: {managed: {allowFrom: [friend]}}'"
  })
  void aManagedSystemIsOpenToItsNamespaceAndToWhomItAllows(String system, String allowing)
      throws Exception {
    var owner = api.namespace();
    pipeline(owner, allowing);
    for (var address :
        new String[] {service(owner, PODS.get(system)), pod(owner, PODS.get(system))}) {
      assertThatCode(check(owner, address)).doesNotThrowAnyException();
      assertThatCode(check("friend", address)).doesNotThrowAnyException();
      assertThatThrownBy(check("stranger", address))
          .hasMessageContaining("belongs to pipeline shop in namespace " + owner)
          .hasMessageContaining("allowFrom");
      assertThatCode(check("stranger", address, owner)).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @CsvSource({"TICDC", "KAFKA", "SEARCH"})
  void aSystemThatNoPipelineManagesIsItsOwnersBusiness(String system) throws Exception {
    var owner = api.namespace();
    pipeline(
        owner,
        """
        database: {existing: {host: tidb, ticdcUrl: "http://ticdc:8300"}}
          kafka: {existing: {bootstrapServers: "kafka:9092"}}
          search: {existing: {url: "http://es:9200"}}
        """);

    assertThatCode(check("stranger", service(owner, PODS.get(system)))).doesNotThrowAnyException();
  }

  private static ThrowingCallable check(String namespace, String address, String... shared) {
    var addresses =
        new ForeignAddresses(
            api.client(), Clock.systemUTC(), DeniedAddresses.NONE, Set.of(shared), Set.of());
    return () ->
        addresses.forNamespace(namespace).check("some.name", InetAddress.getByName(address));
  }

  private static void pipeline(String namespace, String spec) {
    var yaml =
        """
        apiVersion: cdcpipeline.io/v1alpha1
        kind: CdcPipeline
        metadata: {name: shop, namespace: %s}
        spec:
          changefeed: {tables: ["shop.*"]}
          %s
        """;
    api.client()
        .resource(
            api.client()
                .getKubernetesSerialization()
                .unmarshal(
                    yaml.formatted(namespace, spec), io.cdcpipeline.operator.api.CdcPipeline.class))
        .create();
  }

  private static String service(String namespace, Map<String, String> selector) {
    var service =
        new ServiceBuilder()
            .withNewMetadata()
            .withGenerateName("any-")
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec()
            .withSelector(selector)
            .addNewPort()
            .withPort(8301)
            .endPort()
            .endSpec()
            .build();
    return api.client().resource(service).create().getSpec().getClusterIP();
  }

  private static String pod(String namespace, Map<String, String> labels) {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("pod")
            .withNamespace(namespace)
            .withLabels(labels)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("a")
            .withImage("a:1")
            .endContainer()
            .endSpec()
            .build();
    api.client().resource(pod).create();
    var ip = "10.244.7." + (1 + Math.floorMod(namespace.hashCode(), 250));
    api.client()
        .pods()
        .inNamespace(namespace)
        .withName("pod")
        .editStatus(
            live ->
                new PodBuilder(live)
                    .editOrNewStatus()
                    .withPodIP(ip)
                    .addNewPodIP(ip)
                    .endStatus()
                    .build());
    return ip;
  }
}
