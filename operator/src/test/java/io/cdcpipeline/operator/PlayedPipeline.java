package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A pipeline that is created, changed and deleted beside objects of somebody else, and what exists
 * after each of these if nothing disturbs the operator.
 */
final class PlayedPipeline {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String NAMESPACE = "shop";

  private final OperatorFixture operator;
  private final ObjectNode first = pipeline();
  private final ObjectNode second = changed();
  private Map<String, String> foreign;
  private Map<String, String> created;
  private Map<String, String> changed;

  PlayedPipeline(OperatorFixture operator) {
    this.operator = operator;
    operator.namespace(NAMESPACE);
    strangers();
    foreign = now();
  }

  /** What may happen to a pipeline. */
  enum Step {
    CREATE,
    CHANGE,
    DELETE
  }

  /** Goes through all steps without a fault, and remembers what exists after each. */
  void learn() {
    start(Step.CREATE);
    created = settled();
    start(Step.CHANGE);
    await().atMost(SOON).until(() -> !now().equals(created));
    changed = settled();
    start(Step.DELETE);
    end(Step.DELETE);
    assertThat(created).isNotEqualTo(changed).hasSizeGreaterThan(foreign.size());
  }

  /** Does what a user does for the step. */
  void start(Step step) {
    switch (step) {
      case CREATE -> operator.apply(first.toString());
      case CHANGE -> operator.apply(second.toString());
      case DELETE -> operator.client().resources(CdcPipeline.class).inNamespace(NAMESPACE).delete();
    }
  }

  /** Changes the number of consumers, and waits until the Deployment has it. */
  void scale(int consumers) {
    first.withObject("/spec/consumer").put("replicas", consumers);
    operator.apply(first.toString());
  }

  void awaitScaled(int consumers) {
    await()
        .atMost(SOON)
        .until(
            () -> now().getOrDefault("Deployment/shop-consumer", ""),
            d -> d.contains("replicas=" + consumers));
  }

  /** Waits until those objects exist. */
  void awaitChildren(String... children) {
    await().atMost(SOON).until(() -> now().keySet().containsAll(List.of(children)));
  }

  /** Waits until exactly what should exist after the step does. */
  void end(Step step) {
    await("after " + step)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(() -> assertThat(now()).isEqualTo(expected(step)));
    if (step == Step.DELETE) {
      await().atMost(SOON).until(() -> operator.pipeline(NAMESPACE, "shop") == null);
    }
  }

  /** Waits until a Kafka that was created has its volume, and is not written again. */
  void awaitVolumes() {
    await()
        .atMost(SOON)
        .until(
            () -> {
              var now = now().keySet();
              return now.contains("Kafka/shop")
                  == now.contains("PersistentVolumeClaim/data-0-shop-shop-dual-0");
            });
  }

  private Map<String, String> expected(Step step) {
    return switch (step) {
      case CREATE -> created;
      case CHANGE -> changed;
      case DELETE -> foreign;
    };
  }

  private Map<String, String> settled() {
    await().atMost(SOON).until(() -> now().containsKey("Deployment/shop-consumer"));
    for (var before = now(); ; before = now()) {
      operator.nudge(NAMESPACE, "shop");
      if (before.equals(now())) {
        return before;
      }
    }
  }

  private Map<String, String> now() {
    return ChildSnapshot.of(operator.client(), NAMESPACE);
  }

  /** Names and labels close to ours. */
  private void strangers() {
    volume("data-0-other-other-dual-0", "other");
    var map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName("shop-notes")
            .endMetadata()
            .addToData("kept", "yes")
            .build();
    operator.client().resource(map).create();
  }

  private void volume(String name, String kafka) {
    var claim =
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withNamespace(NAMESPACE)
            .withName(name)
            .addToLabels("strimzi.io/cluster", kafka)
            .endMetadata()
            .build();
    operator.client().resource(claim).create();
  }

  private static ObjectNode pipeline() {
    var pipeline = (ObjectNode) Json.JSON.<JsonNode>valueToTree(GoldenCase.FULL.pipeline());
    var spec = pipeline.withObject("/spec").put("deletionPolicy", "Delete");
    spec.remove("replay");
    spec.withObject("/kafka/managed").put("tls", false); // needs a Secret of Strimzi
    ((ObjectNode) spec.at("/database/users/1")).remove("passwordSecret");
    return pipeline;
  }

  /** Fields of every stage, and children that are no longer wanted. */
  private static ObjectNode changed() {
    var pipeline = pipeline();
    var spec = pipeline.withObject("/spec");
    spec.withObject("/database/managed/tikv").put("replicas", 5);
    ((ObjectNode) spec.at("/database/users/0")).put("name", "shop_boss");
    spec.withObject("/kafka/topic").put("partitions", 24);
    spec.withObject("/consumer").put("replicas", 4);
    spec.withObject("/search/managed").put("storage", "900Gi");
    spec.withObject("/monitoring").put("alerts", false);
    return pipeline;
  }
}
