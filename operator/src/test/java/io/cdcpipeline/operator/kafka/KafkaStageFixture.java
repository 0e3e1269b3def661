package io.cdcpipeline.operator.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.endpoint.DesiredTopic;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The stage within the operator, with a Strimzi or an existing Kafka that the test plays. */
final class KafkaStageFixture implements AutoCloseable {
  static final String API = "kafka.strimzi.io/v1";
  static final String PIPELINE =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: shop, namespace: shop}
      spec:
        deletionPolicy: Delete
        changefeed: {tables: ["shop.*"]}
      """;
  static final String EXISTING = PIPELINE + "  kafka: {existing: {bootstrapServers: 'k1:9092'}}\n";
  static final Map<String, Object> READY =
      Map.of(
          "observedGeneration",
          1,
          "conditions",
          List.of(Map.of("type", "Ready", "status", "True")));

  final ManualClock clock = new ManualClock(Instant.now());
  volatile String differences = "";
  volatile StageException failure;

  /** Null while Kafka accepts every login, else the last refused. */
  volatile String refused;

  final OperatorFixture operator =
      new OperatorFixture(
          clock,
          List.of(ForeignKinds.STRIMZI, ForeignKinds.STRIMZI_POD_SETS),
          stage((client, topic) -> answer(topic)));

  KafkaStage stage(TopicService topics) {
    return new KafkaStage(topics, client -> logIn(String.valueOf(client.get("sasl.jaas.config"))));
  }

  void logIn(String jaas) {
    if (refused != null) {
      refused = jaas;
      throw new StageException(Reason.AuthenticationFailed, "rejected");
    }
  }

  TopicService.ExistingTopic answer(DesiredTopic topic) {
    if (failure != null) {
      throw failure;
    }
    return new TopicService.ExistingTopic(2, topic.name().endsWith("-dlt") ? "" : differences);
  }

  void ready() {
    write("Kafka", "shop", READY);
    for (var topic : List.of("shop-events", "shop-events-dlt")) {
      write("KafkaTopic", topic, READY);
    }
    for (var user : List.of("shop-ticdc", "shop-consumer")) {
      write("KafkaUser", user, READY);
    }
  }

  void write(String kind, String name, Map<String, Object> status) {
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

  String condition() {
    return condition("shop");
  }

  String condition(String pipeline) {
    return operator.condition("shop", pipeline, ConditionType.KAFKA);
  }

  void awaitCondition(String text) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(condition()).isEqualTo(text));
  }

  @Override
  public void close() {
    operator.close();
  }
}
