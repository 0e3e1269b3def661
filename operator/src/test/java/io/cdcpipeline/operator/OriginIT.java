package io.cdcpipeline.operator;

import static io.cdcpipeline.operator.status.ConditionType.DATABASE;
import static io.cdcpipeline.operator.status.ConditionType.KAFKA;
import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only what a pipeline created is ever deleted with it, on a real API server. */
@Requires({REAL_API, CLUSTER_BINARIES, OTHER_CRDS})
class OriginIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String STRIMZI = "kafka.strimzi.io/v1";
  private static final String NOT_OURS =
      " exists and is not managed by this operator: delete or rename it, or give the pipeline"
          + " another name";
  private static final Map<String, String> KAFKA_VOLUME = Map.of("strimzi.io/cluster", "shop");
  private static final Map<String, String> TIDB_VOLUME =
      Map.of(Labels.MANAGED_BY, "tidb-operator", Labels.INSTANCE, "shop");

  private static RealApi api;
  private static RealOperator operator;
  private static RealPipelines pipelines;

  @BeforeAll
  static void start() {
    api = RealApi.get();
    api.installForeign(
        "tidb-operator-v2.0.1", "tidb-operator-v1.6.6", "strimzi-1.2.0", "eck-3.5.0");
    operator = new RealOperator(api, Map.of());
    pipelines = new RealPipelines(api);
  }

  @AfterAll
  static void stop() {
    if (operator != null) {
      api.deletePipelines();
      operator.close();
    }
  }

  @Test
  void aStrangersKafkaKeepsItsVolumes() {
    var namespace = api.namespace();
    create(namespace, STRIMZI, "Kafka", "shop", "");
    create(namespace, STRIMZI, "KafkaNodePool", "shop-dual", "");
    claim(namespace, "data-0-shop-shop-dual-0", KAFKA_VOLUME);

    pipelines.apply(namespace, "shop");
    pipelines.expect(namespace, KAFKA, "NameConflict", "KafkaNodePool shop-dual" + NOT_OURS);
    pipelines.delete(namespace, "shop");

    assertThat(get(namespace, STRIMZI, "Kafka", "shop")).satisfies(OriginIT::stays);
    assertThat(get(namespace, STRIMZI, "KafkaNodePool", "shop-dual")).satisfies(OriginIT::stays);
    assertThat(claim(namespace, "data-0-shop-shop-dual-0")).satisfies(OriginIT::stays);
  }

  /** Labels alone prove nothing: anybody may copy a manifest. */
  @Test
  void aCopyWithOurLabelsIsNotOurs() {
    var namespace = api.namespace();
    var labels = Labels.of(new ResourceNames(namespace, "shop"), ComponentName.KAFKA);
    create(namespace, STRIMZI, "KafkaNodePool", "shop-dual", yaml(labels));
    claim(namespace, "data-0-shop-shop-dual-0", KAFKA_VOLUME);

    pipelines.apply(namespace, "shop");
    pipelines.expect(namespace, KAFKA, "NameConflict", "KafkaNodePool shop-dual" + NOT_OURS);
    pipelines.delete(namespace, "shop");

    assertThat(get(namespace, STRIMZI, "KafkaNodePool", "shop-dual")).satisfies(OriginIT::stays);
    assertThat(claim(namespace, "data-0-shop-shop-dual-0")).satisfies(OriginIT::stays);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pingcap.com/v1alpha1 TidbCluster", "core.pingcap.com/v1alpha1 PDGroup"})
  void aStrangersTidbKeepsItsVolumes(String type) {
    var namespace = api.namespace();
    var kind = type.split(" ", -1);
    if (kind[1].equals("TidbCluster")) {
      pipelines.remember(namespace, "tidb-operator-line", "v1");
    }
    create(namespace, kind[0], kind[1], "shop", "");
    claim(namespace, "tikv-shop-tikv-0", TIDB_VOLUME);

    pipelines.apply(namespace, "shop");
    pipelines.expect(namespace, DATABASE, "NameConflict", kind[1] + " shop" + NOT_OURS);
    pipelines.delete(namespace, "shop");

    assertThat(get(namespace, kind[0], kind[1], "shop")).satisfies(OriginIT::stays);
    assertThat(claim(namespace, "tikv-shop-tikv-0")).satisfies(OriginIT::stays);
  }

  @Test
  void theVolumesOfAKafkaOfOursGoWithIt() {
    var namespace = api.namespace();
    pipelines.apply(namespace, "shop");
    await().atMost(SOON).until(() -> get(namespace, STRIMZI, "KafkaUser", "shop-consumer") != null);
    claim(namespace, "data-0-shop-shop-dual-0", KAFKA_VOLUME);

    pipelines.delete(namespace, "shop");

    assertThat(get(namespace, STRIMZI, "Kafka", "shop")).isNull();
    assertThat(claim(namespace, "data-0-shop-shop-dual-0")).isNull();
  }

  @Test
  void theVolumesOfATidbOfV1GoWithIt() {
    var namespace = api.namespace();
    pipelines.remember(namespace, "tidb-operator-line", "v1");
    pipelines.apply(namespace, "shop");
    await()
        .atMost(SOON)
        .until(() -> get(namespace, "pingcap.com/v1alpha1", "TidbCluster", "shop") != null);
    claim(namespace, "tikv-shop-tikv-0", TIDB_VOLUME);

    pipelines.delete(namespace, "shop");

    assertThat(claim(namespace, "tikv-shop-tikv-0")).isNull();
  }

  /** A backup that keeps no managed fields: our labels and our record are proof together. */
  @Test
  void aKafkaFromABackupIsTakenUpWithTheRecord() {
    var namespace = api.namespace();
    pipelines.apply(namespace, "shop");
    await()
        .atMost(SOON)
        .until(() -> applied(namespace).getOrDefault("children", "").contains("KafkaNodePool/"));
    api.kubectl(
        "patch",
        "kafkanodepool",
        "shop-dual",
        "-n",
        namespace,
        "--type=json",
        "-p",
        "[{\"op\":\"replace\",\"path\":\"/metadata/managedFields\",\"value\":[{}]},"
            + "{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":7}]");

    await()
        .atMost(SOON)
        .until(
            () -> !get(namespace, STRIMZI, "KafkaNodePool", "shop-dual").toString().contains("7}"));
    pipelines.delete(namespace, "shop");
    assertThat(get(namespace, STRIMZI, "KafkaNodePool", "shop-dual")).isNull();
  }

  private static void stays(HasMetadata object) {
    assertThat(object).isNotNull();
    assertThat(object.getMetadata().getDeletionTimestamp()).isNull();
  }

  private static Map<String, String> applied(String namespace) {
    var found = api.client().configMaps().inNamespace(namespace).withName("shop-applied").get();
    return found == null || found.getData() == null ? Map.of() : found.getData();
  }

  private static String yaml(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(l -> l.getKey() + ": " + l.getValue())
        .collect(java.util.stream.Collectors.joining(", "));
  }

  /** As somebody else created it, with the least that its CRD accepts. */
  private static void create(
      String namespace, String apiVersion, String kind, String name, String labels) {
    var spec =
        switch (kind) {
          case "Kafka" ->
              "{kafka: {listeners: [{name: a, port: 9092, type: internal, tls: false}]}}";
          case "KafkaNodePool" -> "{replicas: 3, roles: [broker], storage: {type: ephemeral}}";
          case "PDGroup" ->
              "{cluster: {name: theirs}, replicas: 1, template: {spec: {version: v8.5.0,"
                  + " volumes: [{name: data, mounts: [{type: data}], storage: 1Gi}]}}}";
          default -> "{version: v8.5.0}";
        };
    api.client()
        .genericKubernetesResources(apiVersion, kind)
        .inNamespace(namespace)
        .load(
            new java.io.ByteArrayInputStream(
                "apiVersion: %s\nkind: %s\nmetadata: {name: %s, labels: {%s}}\nspec: %s\n"
                    .formatted(apiVersion, kind, name, labels, spec)
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .create();
  }

  private static io.fabric8.kubernetes.api.model.GenericKubernetesResource get(
      String namespace, String apiVersion, String kind, String name) {
    return api.client()
        .genericKubernetesResources(apiVersion, kind)
        .inNamespace(namespace)
        .withName(name)
        .get();
  }

  private static PersistentVolumeClaim claim(String namespace, String name) {
    return api.client().persistentVolumeClaims().inNamespace(namespace).withName(name).get();
  }

  /** Without the finalizer, whose controller does not run here. */
  private static void claim(String namespace, String name, Map<String, String> labels) {
    var claim =
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: %s, namespace: %s, labels: {%s}}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """
            .formatted(name, namespace, yaml(labels));
    var serialization = api.client().getKubernetesSerialization();
    api.client().resource(serialization.unmarshal(claim, PersistentVolumeClaim.class)).create();
    api.merge(namespace, "pvc/" + name, "{\"metadata\":{\"finalizers\":null}}");
  }
}
