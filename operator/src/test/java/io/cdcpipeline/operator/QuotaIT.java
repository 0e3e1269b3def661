package io.cdcpipeline.operator;

import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.operator.real.RunningBinary;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a namespace's limits refuse, in the API server's and Kubernetes' own controllers' words. */
@Requires({REAL_API, CLUSTER_BINARIES, OTHER_CRDS})
class QuotaIT {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final String QUOTA =
      """
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: team}
      spec: {hard: {pods: '0'}}
      """;
  private static final String LIMITS =
      """
      apiVersion: v1
      kind: LimitRange
      metadata: {name: team}
      spec: {limits: [{type: Container, max: {memory: 16Mi}}]}
      """;

  private static RealApi api;
  private static RealOperator operator;
  private static RunningBinary controllers;

  @BeforeAll
  static void start() {
    api = RealApi.get();
    api.installForeign(
        "tidb-operator-v2.0.1", "strimzi-1.2.0", "eck-3.5.0-all", "prometheus-operator");
    api.run("create", "namespace", "monitoring");
    operator = new RealOperator(api, Map.of());
    controllers =
        RunningBinary.start(
            api,
            "kube-controller-manager",
            "--kubeconfig=" + api.kubeconfig(),
            "--controllers=deployment-controller,replicaset-controller,statefulset-controller,"
                + "job-controller,resourcequota-controller",
            "--bind-address=127.0.0.1",
            "--secure-port=0",
            "--leader-elect=false");
  }

  @AfterAll
  static void stop() {
    if (operator != null) {
      operator.deletePipelinesAndClose(api);
    }
    if (controllers != null) {
      controllers.close();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          quota  | exceeded quota: team, requested: pods=1, used: pods=0, limited: pods=0
          limits | maximum memory usage per Container is 16Mi, but limit is
          """)
  void theRefusalsWordsAreSaidAndGoneWhenItIs(String limit, String words) throws Exception {
    var namespace = api.namespace();
    limit(namespace, limit.equals("quota") ? QUOTA : LIMITS);
    pipeline(namespace);
    elasticsearchNodes(namespace);

    var time = new PassingTime(api, operator);
    time.await(
        namespace,
        SOON,
        () -> {
          assertThat(condition(namespace, ConditionType.CONSUMER))
              .startsWith("ChildFailed: 0 of 1 consumers ready; Deployment: ")
              .contains("is forbidden: ", words);
          assertThat(condition(namespace, ConditionType.SEARCH))
              .startsWith("ChildFailed: ")
              .contains("Create Pod shop-es-default-0 in StatefulSet shop-es-default", words);
          assertThat(replay(namespace)).contains("is forbidden: ", words);
        });

    api.kubectl("delete", "resourcequota,limitrange", "--all", "-n", namespace);
    time.await(
        namespace,
        SOON,
        () -> {
          assertThat(condition(namespace, ConditionType.CONSUMER))
              .isEqualTo("Progressing: 0 of 1 consumers ready");
          assertThat(condition(namespace, ConditionType.SEARCH))
              .startsWith("Progressing: ")
              .doesNotContain("forbidden");
          assertThat(replay(namespace)).isNull();
        });
  }

  /** In force: a quota without a status refuses everything in other words. */
  private static void limit(String namespace, String yaml) {
    var limit = Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    limit.getMetadata().setNamespace(namespace);
    api.client().resource(limit).create();
    if (limit.getKind().equals("ResourceQuota")) {
      var path = "jsonpath={.status.used.pods}";
      await()
          .atMost(SOON)
          .until(
              () -> api.kubectl("get", "resourcequota", "team", "-n", namespace, "-o", path),
              "0"::equals);
    }
  }

  /** The minimal pipeline with Kafka ready and a replay whose Job the operator finds. */
  private static void pipeline(String namespace) throws IOException {
    var golden = Golden.resource("golden/minimal/out-Job-shop-consumer-replay.yaml");
    var job = Serialization.unmarshal(Files.readString(golden), GenericKubernetesResource.class);
    job.getMetadata().setNamespace(namespace);
    api.client().resource(job).fieldManager(Labels.FIELD_MANAGER).serverSideApply();
    var pipeline = GoldenCase.MINIMAL.pipeline();
    pipeline.getMetadata().setNamespace(namespace);
    api.client().resource(pipeline).create();
    api.merge(
        namespace,
        "cdcpipeline/shop",
        "{\"spec\": {\"replay\": {\"nonce\": 1, \"from\": {\"earliest\": true}}}}");
    await()
        .atMost(SOON)
        .until(() -> api.names("kafkausers", namespace, Labels.MANAGED).size() == 2);
    new RealPipelines(api).kafkaBecomesReady(namespace);
  }

  /** As ECK names and labels them. */
  private static void elasticsearchNodes(String namespace) {
    var set =
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: shop-es-default, namespace: %s}
        spec:
          serviceName: shop-es-default
          selector: {matchLabels: &labels {elasticsearch.k8s.elastic.co/cluster-name: shop}}
          template:
            metadata: {labels: *labels}
            spec:
              containers:
              - {name: elasticsearch, image: elasticsearch, resources: {limits: {memory: 2Gi}}}
        """;
    api.client()
        .resource(
            Serialization.unmarshal(set.formatted(namespace), GenericKubernetesResource.class))
        .create();
  }

  private static String condition(String namespace, ConditionType type) {
    return CdcPipelineStatus.condition(status(namespace), type.toString())
        .map(condition -> condition.reason() + ": " + condition.message())
        .orElse("");
  }

  private static String replay(String namespace) {
    return status(namespace).replay() == null ? "no replay" : status(namespace).replay().message();
  }

  private static CdcPipelineStatus status(String namespace) {
    return api.client()
        .resources(CdcPipeline.class)
        .inNamespace(namespace)
        .withName("shop")
        .get()
        .getStatus();
  }
}
