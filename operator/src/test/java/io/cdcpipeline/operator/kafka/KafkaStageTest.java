package io.cdcpipeline.operator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.PodFailures;
import io.cdcpipeline.operator.Refusals;
import io.cdcpipeline.operator.kubernetes.RecentAnswers;
import io.cdcpipeline.testkit.clock.ManualClock;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stage within the operator; the test plays Strimzi or an existing Kafka. */
class KafkaStageTest {
  private final KafkaStageFixture scene = new KafkaStageFixture();
  private final OperatorFixture operator = scene.operator;
  private final ManualClock clock = scene.clock;

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void readyWithClusterTopicsAndUsers() {
    operator.apply(KafkaStageFixture.PIPELINE);
    scene.awaitCondition("Progressing: waiting for Strimzi: Kafka shop");

    scene.ready();

    scene.awaitCondition("Ready: brokers, topics and users are ready");
    var status = operator.pipeline("shop", "shop").getStatus();
    assertThat(status.endpoints().kafka()).isEqualTo("shop-kafka-bootstrap.shop.svc:9094");
    assertThat(status.secrets().kafkaUsers())
        .containsExactly("shop-kafka-ticdc", "shop-kafka-consumer");
  }

  /** Strimzi writes a Secret named like the user, which is that of another pipeline's password. */
  @Test
  void aUserWhoseSecretIsAnotherPipelinesPasswordIsNotCreated() {
    operator.apply(KafkaStageFixture.PIPELINE);
    await().until(() -> kafkaUser("shop-consumer") != null);

    operator.apply(KafkaStageFixture.PIPELINE.replace("name: shop,", "name: shop-kafka,"));

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(scene.condition("shop-kafka"))
                    .isEqualTo(
                        "NameConflict: Secret shop-kafka-ticdc belongs to pipeline shop/shop:"
                            + " rename its counterpart here, or give the pipeline another name"));
    assertThat(kafkaUser("shop-kafka-ticdc")).isNull();
  }

  private GenericKubernetesResource kafkaUser(String name) {
    return operator.child("kafka.strimzi.io/v1", "KafkaUser", "shop", name);
  }

  @Test
  void theOlderOfTwoPipelinesKeepsASharedTopic() {
    var topic =
        KafkaStageFixture.EXISTING.replace(
            "'k1:9092'}", "'k2:9092,K1:9092'}, topic: {name: orders}");
    operator.apply(topic.replace("name: shop,", "name: first,"));
    await().until(() -> scene.condition("first").equals("Ready: topics are ready"));
    var created = operator.pipeline("shop", "first").getMetadata().getCreationTimestamp();
    await().until(() -> Instant.now().isAfter(Instant.parse(created).plusSeconds(1)));
    operator.apply(KafkaStageFixture.EXISTING.replace("'}", "'}, topic: {name: orders}"));

    scene.awaitCondition(
        "NameConflict: topic orders of k1:9092 belongs to pipeline shop/first: delete this"
            + " pipeline and create it with another spec.kafka.topic.name or on another Kafka");
    assertThat(scene.condition("first")).isEqualTo("Ready: topics are ready");

    operator.client().resource(operator.pipeline("shop", "first")).delete();
    scene.awaitCondition("Ready: topics are ready");
  }

  @Test
  void oneFailedReconcileOfStrimziIsDampenedButALastingFailureIsNot() {
    operator.apply(KafkaStageFixture.PIPELINE);
    scene.ready();
    scene.awaitCondition("Ready: brokers, topics and users are ready");

    scene.write(
        "Kafka",
        "shop",
        Map.of(
            "observedGeneration",
            1,
            "conditions",
            List.of(
                Map.of(
                    "type",
                    "NotReady",
                    "status",
                    "True",
                    "reason",
                    "StrimziTimeoutException",
                    "message",
                    "Exceeded timeout"))));
    await().during(Duration.ofSeconds(2)).until(() -> scene.condition().startsWith("Ready"));
    clock.advance(Duration.ofSeconds(61));
    scene.write("KafkaNodePool", "shop-dual", Map.of("observedGeneration", 1));

    scene.awaitCondition("ChildFailed: Kafka shop: StrimziTimeoutException: Exceeded timeout");
  }

  @Test
  void aTopicWithoutItsOperatorLosesItsFinalizer() {
    operator.apply(KafkaStageFixture.PIPELINE);
    scene.ready();
    scene.awaitCondition("Ready: brokers, topics and users are ready");
    operator
        .client()
        .resource(operator.child(KafkaStageFixture.API, "KafkaTopic", "shop", "shop-events"))
        .edit(
            live -> {
              live.getMetadata().setFinalizers(List.of("strimzi.io/topic-operator"));
              return live;
            });

    operator.client().resource(operator.pipeline("shop", "shop")).delete();
    await().until(() -> deleting("KafkaTopic", "shop-events"));
    assertThat(operator.child(KafkaStageFixture.API, "Kafka", "shop", "shop"))
        .as("topics first")
        .isNotNull();
    clock.advance(Duration.ofSeconds(70));

    await().until(() -> operator.pipeline("shop", "shop") == null);
    assertThat(operator.child(KafkaStageFixture.API, "Kafka", "shop", "shop")).isNull();
    assertThat(operator.child(KafkaStageFixture.API, "KafkaNodePool", "shop", "shop-dual"))
        .isNull();
    await()
        .until(
            () -> operator.child(KafkaStageFixture.API, "KafkaUser", "shop", "shop-ticdc") == null);
  }

  @Test
  void deadLettersAreNotSentToTheTopicOfEvents() {
    operator.apply(
        KafkaStageFixture.PIPELINE + "  consumer: {deadLetter: {topic: cdc-shop-shop}}\n");

    scene.awaitCondition(
        "InvalidReference: spec.consumer.deadLetter.topic must not be cdc-shop-shop,"
            + " which the consumer reads");
  }

  @Test
  void failuresOfStrimziPodsAreReported() {
    operator.apply(KafkaStageFixture.PIPELINE);
    operator.pod("shop", "shop-dual-0", Map.of("strimzi.io/cluster", "shop"), PodFailures.CRASHING);

    scene.awaitCondition(
        "ChildFailed: waiting for Strimzi: Kafka shop; pod shop-dual-0: CrashLoopBackOff, back-off"
            + " 10s (last exit code 78; see kubectl logs)");
  }

  /** As StrimziPodSetController of 1.2.0 writes it: the message of fabric8's exception. */
  @Test
  void whatAQuotaRefusesToABrokerIsTheConditionUntilItIsNoLongerRefused() {
    operator.apply(KafkaStageFixture.PIPELINE);
    scene.awaitCondition("Progressing: waiting for Strimzi: Kafka shop");
    var quota =
        "pods \"shop-shop-dual-0\" is forbidden: exceeded quota: team, requested:"
            + " requests.memory=2Gi, used: requests.memory=7Gi, limited: requests.memory=8Gi";

    refused(
        "core.strimzi.io/v1",
        "StrimziPodSet",
        "shop-shop-dual",
        Map.of(
            "type",
            "Error",
            "status",
            "true",
            "reason",
            "KubernetesClientException",
            "message",
            "Failure executing: POST at: https://10.96.0.1:443/api/v1/namespaces/shop/pods."
                + " Message: "
                + quota
                + ". Received status: Status(apiVersion=v1, code=403, kind=Status, message="
                + quota
                + ", reason=Forbidden, status=Failure, additionalProperties={})."));
    scene.awaitCondition(
        "ChildFailed: waiting for Strimzi: Kafka shop; StrimziPodSet/shop-shop-dual: " + quota);

    refused("core.strimzi.io/v1", "StrimziPodSet", "shop-shop-dual", Map.of());
    scene.awaitCondition("Progressing: waiting for Strimzi: Kafka shop");
  }

  @Test
  void whatAQuotaRefusesToTheEntityOperatorIsTheCondition() {
    operator.apply(KafkaStageFixture.PIPELINE);
    scene.awaitCondition("Progressing: waiting for Strimzi: Kafka shop");
    var quota =
        "pods \"shop-entity-operator-6d\" is forbidden: failed quota: team: must specify"
            + " limits.memory";
    var failure = Map.<String, Object>of("type", "ReplicaFailure", "status", "True");

    refused("apps/v1", "Deployment", "another-entity-operator", with(failure, "not of Kafka shop"));
    refused("apps/v1", "Deployment", "shop-entity-operator", with(failure, quota));

    scene.awaitCondition(
        "ChildFailed: waiting for Strimzi: Kafka shop; Deployment/shop-entity-operator: " + quota);

    var last = "Error creating: pods is forbidden: exceeded quota: team";
    Refusals.event(operator, "ReplicaSet", "shop-entity-operator-6d", last);
    clock.advance(RecentAnswers.LONGEST_PAUSE);
    operator.nudge("shop", "shop");
    scene.awaitCondition(
        "ChildFailed: waiting for Strimzi: Kafka shop; Deployment/shop-entity-operator: " + last);
  }

  private static Map<String, Object> with(Map<String, Object> condition, String message) {
    var all = new HashMap<>(condition);
    all.put("message", message);
    return all;
  }

  /** A workload of Strimzi's with this condition, or with none; looked at then. */
  private void refused(String apiVersion, String kind, String name, Map<String, Object> condition) {
    var workload =
        new GenericKubernetesResourceBuilder()
            .withApiVersion(apiVersion)
            .withKind(kind)
            .withNewMetadata()
            .withNamespace("shop")
            .withName(name)
            .endMetadata()
            .build();
    var live = operator.client().resource(workload).fieldManager("strimzi").serverSideApply();
    live.setAdditionalProperty(
        "status", Map.of("conditions", condition.isEmpty() ? List.of() : List.of(condition)));
    operator.client().resource(live).updateStatus();
    clock.advance(RecentAnswers.LONGEST_PAUSE);
    operator.nudge("shop", "shop");
  }

  /** Strimzi's Ready says nothing about a Secret that has changed since. */
  @Test
  void aNewPasswordIsNotReadyBeforeALoginWithIt() {
    operator.apply(KafkaStageFixture.PIPELINE);
    scene.ready();
    scene.awaitCondition("Ready: brokers, topics and users are ready");
    var before = passwordChecksum();
    scene.refused = "no password yet";

    operator
        .client()
        .secrets()
        .inNamespace("shop")
        .withName("shop-kafka-consumer")
        .edit(
            secret -> {
              secret.getData().remove("password");
              return secret;
            });

    scene.awaitCondition(
        "Progressing: waiting for Strimzi: KafkaUser shop-consumer has new credentials, which"
            + " Kafka does not accept yet");
    assertThat(passwordChecksum()).as("the change that Strimzi sees").isNotEqualTo(before);
    assertThat(scene.refused).startsWith("org.apache.kafka.common.security.scram.ScramLoginModule");

    clock.advance(Duration.ofMinutes(4));
    operator.nudge("shop", "shop");
    scene.awaitCondition(
        "ChildFailed: Kafka has refused the new password of shop-consumer for 3 minutes: see the"
            + " log of Strimzi's user operator; clients keep the old one");

    scene.refused = null;
    clock.advance(Duration.ofMinutes(1));
    operator.nudge("shop", "shop");
    scene.awaitCondition("Ready: brokers, topics and users are ready");
  }

  private String passwordChecksum() {
    return kafkaUser("shop-consumer")
        .getMetadata()
        .getAnnotations()
        .get("cdcpipeline.io/password-checksum");
  }

  private boolean deleting(String kind, String name) {
    GenericKubernetesResource child = operator.child(KafkaStageFixture.API, kind, "shop", name);
    return child != null && child.getMetadata().getDeletionTimestamp() != null;
  }
}
