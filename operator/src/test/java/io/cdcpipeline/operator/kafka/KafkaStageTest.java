package io.cdcpipeline.operator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.PodFailures;
import io.cdcpipeline.operator.endpoint.DesiredTopic;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import io.cdcpipeline.testkit.clock.ManualClock;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stage within the operator; the test plays Strimzi or an existing Kafka. */
class KafkaStageTest {
  private static final String API = "kafka.strimzi.io/v1";
  private static final String PIPELINE =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: shop, namespace: shop}
      spec:
        deletionPolicy: Delete
        changefeed: {tables: ["shop.*"]}
      """;
  private static final String EXISTING =
      PIPELINE + "  kafka: {existing: {bootstrapServers: 'k1:9092'}}\n";
  private static final Map<String, Object> READY =
      Map.of(
          "observedGeneration",
          1,
          "conditions",
          List.of(Map.of("type", "Ready", "status", "True")));

  private final ManualClock clock = new ManualClock(Instant.now());
  private volatile String differences = "";
  private volatile StageException failure;

  /** Null while Kafka accepts every login, else the last refused. */
  private volatile String refused;

  private final OperatorFixture operator =
      new OperatorFixture(
          clock, List.of(ForeignKinds.STRIMZI), stage((client, topic) -> answer(topic)));

  private KafkaStage stage(TopicService topics) {
    return new KafkaStage(topics, client -> logIn(String.valueOf(client.get("sasl.jaas.config"))));
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void readyWithClusterTopicsAndUsers() {
    operator.apply(PIPELINE);
    awaitCondition("Progressing: waiting for Strimzi: Kafka shop");

    ready();

    awaitCondition("Ready: brokers, topics and users are ready");
    var status = operator.pipeline("shop", "shop").getStatus();
    assertThat(status.endpoints().kafka()).isEqualTo("shop-kafka-bootstrap.shop.svc:9094");
    assertThat(status.secrets().kafkaUsers())
        .containsExactly("shop-kafka-ticdc", "shop-kafka-consumer");
  }

  /** Strimzi writes a Secret named like the user, which is that of another pipeline's password. */
  @Test
  void aUserWhoseSecretIsAnotherPipelinesPasswordIsNotCreated() {
    operator.apply(PIPELINE);
    await().until(() -> kafkaUser("shop-consumer") != null);

    operator.apply(PIPELINE.replace("name: shop,", "name: shop-kafka,"));

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(condition("shop-kafka"))
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
    var topic = EXISTING.replace("'k1:9092'}", "'k2:9092,K1:9092'}, topic: {name: orders}");
    operator.apply(topic.replace("name: shop,", "name: first,"));
    await().until(() -> condition("first").equals("Ready: topics are ready"));
    var created = operator.pipeline("shop", "first").getMetadata().getCreationTimestamp();
    await().until(() -> Instant.now().isAfter(Instant.parse(created).plusSeconds(1)));
    operator.apply(EXISTING.replace("'}", "'}, topic: {name: orders}"));

    awaitCondition(
        "NameConflict: topic orders of k1:9092 belongs to pipeline shop/first: delete this"
            + " pipeline and create it with another spec.kafka.topic.name or on another Kafka");
    assertThat(condition("first")).isEqualTo("Ready: topics are ready");

    operator.client().resource(operator.pipeline("shop", "first")).delete();
    awaitCondition("Ready: topics are ready");
  }

  @Test
  void oneFailedReconcileOfStrimziIsDampenedButALastingFailureIsNot() {
    operator.apply(PIPELINE);
    ready();
    awaitCondition("Ready: brokers, topics and users are ready");

    write(
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
    await().during(Duration.ofSeconds(2)).until(() -> condition().startsWith("Ready"));
    clock.advance(Duration.ofSeconds(61));
    write("KafkaNodePool", "shop-dual", Map.of("observedGeneration", 1));

    awaitCondition("ChildFailed: Kafka shop: StrimziTimeoutException: Exceeded timeout");
  }

  @Test
  void aTopicWithoutItsOperatorLosesItsFinalizer() {
    operator.apply(PIPELINE);
    ready();
    awaitCondition("Ready: brokers, topics and users are ready");
    operator
        .client()
        .resource(operator.child(API, "KafkaTopic", "shop", "shop-events"))
        .edit(
            live -> {
              live.getMetadata().setFinalizers(List.of("strimzi.io/topic-operator"));
              return live;
            });

    operator.client().resource(operator.pipeline("shop", "shop")).delete();
    await().until(() -> deleting("KafkaTopic", "shop-events"));
    assertThat(operator.child(API, "Kafka", "shop", "shop")).as("topics first").isNotNull();
    clock.advance(Duration.ofSeconds(70));

    await().until(() -> operator.pipeline("shop", "shop") == null);
    assertThat(operator.child(API, "Kafka", "shop", "shop")).isNull();
    assertThat(operator.child(API, "KafkaNodePool", "shop", "shop-dual")).isNull();
    await().until(() -> operator.child(API, "KafkaUser", "shop", "shop-ticdc") == null);
  }

  @Test
  void deadLettersAreNotSentToTheTopicOfEvents() {
    operator.apply(PIPELINE + "  consumer: {deadLetter: {topic: cdc-shop-shop}}\n");

    awaitCondition(
        "InvalidReference: spec.consumer.deadLetter.topic must not be cdc-shop-shop,"
            + " which the consumer reads");
  }

  @Test
  void nothingIsCreatedForAnExistingKafka() {
    differences = "topic x differs";
    operator.apply(EXISTING);

    awaitCondition("TopicConfigDrift: topic x differs");
    assertThat(operator.child(API, "Kafka", "shop", "shop")).isNull();
    assertThat(operator.pipeline("shop", "shop").getStatus().endpoints().kafka())
        .isEqualTo("k1:9092");
  }

  @Test
  void aRefusalOfAnExistingKafkaIsReportedAndRetried() {
    failure = new StageException(Reason.AuthenticationFailed, "k1:9092 rejects the password");
    operator.apply(EXISTING);
    awaitCondition("AuthenticationFailed: k1:9092 rejects the password");

    failure = null;
    clock.advance(Duration.ofMinutes(1));

    awaitCondition("Ready: topics are ready");
  }

  @Test
  void failuresOfStrimziPodsAreReported() {
    operator.apply(PIPELINE);
    operator.pod("shop", "shop-dual-0", Map.of("strimzi.io/cluster", "shop"), PodFailures.CRASHING);

    awaitCondition(
        "ChildFailed: waiting for Strimzi: Kafka shop; pod shop-dual-0: CrashLoopBackOff, back-off"
            + " 10s (last exit code 78; see kubectl logs)");
  }

  @Test
  void anOperatorRestartKeepsTheConditionOfAnExistingKafka() {
    operator.apply(EXISTING);
    awaitCondition("Ready: topics are ready");
    var answered = new CountDownLatch(1);
    var asked = new CountDownLatch(1);

    operator.restart(
        stage(
            (client, topic) -> {
              asked.countDown();
              await().until(() -> answered.getCount() == 0);
              return answer(topic);
            }));
    await().atMost(Duration.ofSeconds(60)).until(() -> asked.getCount() == 0);
    operator.nudge("shop", "shop");
    answered.countDown();
    operator.nudge("shop", "shop");

    assertThat(operator.api().requests().entries(RequestLog.Entry::isWrite)).isEmpty();
    failure = new StageException(Reason.AuthenticationFailed, "k1:9092 rejects the password");
    clock.advance(Duration.ofMinutes(3));
    operator.nudge("shop", "shop");
    awaitCondition("AuthenticationFailed: k1:9092 rejects the password");
  }

  @Test
  void aMissingAnswerAfterARestartIsEventuallyReported() {
    operator.apply(EXISTING);
    awaitCondition("Ready: topics are ready");
    operator.restart(
        stage(
            (client, topic) -> {
              await().forever().until(() -> false);
              return answer(topic);
            }));
    operator.nudge("shop", "shop");
    assertThat(condition()).isEqualTo("Ready: topics are ready");

    clock.advance(Duration.ofMinutes(3));
    operator.nudge("shop", "shop");

    awaitCondition("Progressing: checking the topics in k1:9092");
  }

  /** Strimzi's Ready says nothing about a Secret that has changed since. */
  @Test
  void aNewPasswordIsNotReadyBeforeALoginWithIt() {
    operator.apply(PIPELINE);
    ready();
    awaitCondition("Ready: brokers, topics and users are ready");
    var before = passwordChecksum();
    refused = "no password yet";

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

    awaitCondition(
        "Progressing: waiting for Strimzi: KafkaUser shop-consumer has new credentials, which"
            + " Kafka does not accept yet");
    assertThat(passwordChecksum()).as("the change that Strimzi sees").isNotEqualTo(before);
    assertThat(refused).startsWith("org.apache.kafka.common.security.scram.ScramLoginModule");

    clock.advance(Duration.ofMinutes(4));
    operator.nudge("shop", "shop");
    awaitCondition(
        "ChildFailed: Kafka has refused the new password of shop-consumer for 3 minutes: see the"
            + " log of Strimzi's user operator; clients keep the old one");

    refused = null;
    clock.advance(Duration.ofMinutes(1));
    operator.nudge("shop", "shop");
    awaitCondition("Ready: brokers, topics and users are ready");
  }

  private String passwordChecksum() {
    return kafkaUser("shop-consumer")
        .getMetadata()
        .getAnnotations()
        .get("cdcpipeline.io/password-checksum");
  }

  private void logIn(String jaas) {
    if (refused != null) {
      refused = jaas;
      throw new StageException(Reason.AuthenticationFailed, "rejected");
    }
  }

  private TopicService.ExistingTopic answer(DesiredTopic topic) {
    if (failure != null) {
      throw failure;
    }
    return new TopicService.ExistingTopic(2, topic.name().endsWith("-dlt") ? "" : differences);
  }

  private void ready() {
    write("Kafka", "shop", READY);
    for (var topic : List.of("shop-events", "shop-events-dlt")) {
      write("KafkaTopic", topic, READY);
    }
    for (var user : List.of("shop-ticdc", "shop-consumer")) {
      write("KafkaUser", user, READY);
    }
  }

  private void write(String kind, String name, Map<String, Object> status) {
    await().until(() -> operator.child(API, kind, "shop", name) != null);
    operator
        .client()
        .genericKubernetesResources(API, kind)
        .inNamespace("shop")
        .withName(name)
        .editStatus(
            live -> {
              live.setAdditionalProperty("status", status);
              return live;
            });
  }

  private boolean deleting(String kind, String name) {
    GenericKubernetesResource child = operator.child(API, kind, "shop", name);
    return child != null && child.getMetadata().getDeletionTimestamp() != null;
  }

  private String condition() {
    return condition("shop");
  }

  private String condition(String pipeline) {
    return operator.condition("shop", pipeline, ConditionType.KAFKA);
  }

  private void awaitCondition(String text) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(condition()).isEqualTo(text));
  }
}
