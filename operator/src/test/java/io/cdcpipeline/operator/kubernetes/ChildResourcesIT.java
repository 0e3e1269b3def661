package io.cdcpipeline.operator.kubernetes;

import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.RealOperator;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Children on a real API server, by an operator with exactly the chart's permissions. */
@Requires({REAL_API, CLUSTER_BINARIES})
class ChildResourcesIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** The garbage collector discovers new CRDs every 30 s and pauses meanwhile. */
  private static final Duration COLLECTED = Duration.ofMinutes(2);

  private static RealApi api;
  private static KubernetesClient client;
  private static RealOperator operator;

  @BeforeAll
  static void start() {
    api = RealApi.get();
    client = api.client();
    operator = new RealOperator(api, Map.of());
  }

  @AfterAll
  static void stop() {
    if (operator != null) {
      assertThat(operator.audit().deniedSince(0)).as("calls without a right").isEmpty();
      operator.close();
    }
  }

  @Test
  @FailureMode(fault = "Somebody deletes a child", effect = "it is created again")
  void aDeletedChildIsRecreated() {
    var namespace = pipeline("shop");
    var before = await().atMost(SOON).until(config(namespace, "shop")::get, c -> c != null);

    config(namespace, "shop").delete();

    await()
        .atMost(SOON)
        .until(config(namespace, "shop")::get, c -> c != null && !uid(c).equals(uid(before)));
  }

  @Test
  @FailureMode(
      fault = "Somebody edits a child",
      effect = "our fields are reverted, others are kept")
  void editedFieldsAreRevertedAndForeignOnesKept() {
    var namespace = pipeline("shop");
    await().atMost(SOON).until(() -> service(namespace).get() != null);

    service(namespace)
        .edit(
            s -> {
              s.getSpec().getPorts().get(0).setName("edited");
              s.getMetadata().getLabels().put("team", "data");
              return s;
            });

    await()
        .atMost(SOON)
        .until(
            () -> service(namespace).get().getSpec().getPorts().get(0).getName(),
            "metrics"::equals);
    assertThat(service(namespace).get().getMetadata().getLabels()).containsEntry("team", "data");
  }

  @Test
  void aChildThatLostItsLabelsIsReclaimed() {
    var namespace = pipeline("shop");
    await().atMost(SOON).until(() -> config(namespace, "shop").get() != null);

    config(namespace, "shop")
        .edit(
            c -> new ConfigMapBuilder(c).editMetadata().withLabels(Map.of()).endMetadata().build());

    await()
        .atMost(SOON)
        .until(
            () -> config(namespace, "shop").get().getMetadata().getLabels(),
            labels -> labels != null && labels.containsKey(Labels.PIPELINE));
  }

  @Test
  void anObjectOfAnotherOwnerIsLeftAloneAndNamed() {
    var namespace = api.namespace();
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("shop-consumer")
                .endMetadata()
                .addToData("theirs", "1")
                .build())
        .create();
    apply(namespace, "shop");

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(condition(namespace, "ConsumerReady"))
                    .isNotNull()
                    .extracting(Condition::reason, Condition::message)
                    .containsExactly(
                        "NameConflict",
                        "ConfigMap shop-consumer exists and is not managed by this operator: delete"
                            + " or rename it, or give the pipeline another name"));
    assertThat(config(namespace, "shop").get().getData()).isEqualTo(Map.of("theirs", "1"));
    client.resource(cr(namespace, "shop")).delete();
  }

  @Test
  void ownedChildrenAreDeletedWithThePipeline() {
    var namespace = pipeline("shop");
    await().atMost(SOON).until(() -> config(namespace, "shop").get() != null);

    client.resource(cr(namespace, "shop")).delete();

    await().atMost(COLLECTED).until(() -> config(namespace, "shop").get() == null);
    assertThat(client.resource(cr(namespace, "shop")).get()).isNull();
  }

  @Test
  void aSettledPipelineIsNotWrittenAgain() {
    var namespace = pipeline("shop");
    await().atMost(SOON).until(() -> condition(namespace, "ConsumerReady") != null);
    var quiet = quietMark(namespace);

    for (int i = 0; i < 5; i++) {
      nudge(namespace, i);
    }

    assertThat(operator.audit().writesSince(quiet))
        .filteredOn(call -> namespace.equals(call.namespace()))
        .isEmpty();
  }

  /** An edit that changes no generation but sends an event to the informer of a child. */
  private static void nudge(String namespace, int i) {
    service(namespace)
        .edit(
            s -> {
              s.getMetadata().getLabels().put("nudge", String.valueOf(i));
              return s;
            });
    await().pollDelay(Duration.ofMillis(500)).until(() -> true);
  }

  private static int quietMark(String namespace) {
    return await()
        .atMost(SOON)
        .pollInterval(Duration.ofSeconds(2))
        .until(
            new java.util.concurrent.Callable<Integer>() {
              private int before = -1;

              @Override
              public Integer call() {
                int now =
                    (int)
                        operator.audit().writesSince(0).stream()
                            .filter(c -> namespace.equals(c.namespace()))
                            .count();
                boolean same = now == before;
                before = now;
                return same ? operator.audit().mark() : -1;
              }
            },
            mark -> mark >= 0);
  }

  private static String pipeline(String name) {
    var namespace = api.namespace();
    apply(namespace, name);
    return namespace;
  }

  private static void apply(String namespace, String name) {
    client.resource(cr(namespace, name)).create();
  }

  private static CdcPipeline cr(String namespace, String name) {
    return io.fabric8.kubernetes.client.utils.Serialization.unmarshal(
        """
        apiVersion: cdcpipeline.io/v1alpha1
        kind: CdcPipeline
        metadata: {name: %s, namespace: %s}
        spec:
          changefeed: {tables: ["shop.*"]}
          database: {existing: {host: 127.0.0.1, port: 1, ticdcUrl: "http://127.0.0.1:1"}}
          kafka: {existing: {bootstrapServers: "127.0.0.1:1"}}
          search: {enabled: false}
          monitoring: {enabled: false}
        """
            .formatted(name, namespace),
        CdcPipeline.class);
  }

  private static Condition condition(String namespace, String type) {
    var status = client.resource(cr(namespace, "shop")).get().getStatus();
    return status == null
        ? null
        : status.conditions().stream().filter(c -> c.type().equals(type)).findFirst().orElse(null);
  }

  private static String uid(ConfigMap configMap) {
    return configMap.getMetadata().getUid();
  }

  private static Resource<ConfigMap> config(String namespace, String pipeline) {
    return client.configMaps().inNamespace(namespace).withName(pipeline + "-consumer");
  }

  private static Resource<Service> service(String namespace) {
    return client.services().inNamespace(namespace).withName("shop-consumer");
  }
}
