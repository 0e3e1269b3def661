package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.StageStub;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Hop;
import io.cdcpipeline.operator.status.HopReading;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusSections;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.clock.ManualClock;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The stage within the operator; the test plays ECK. */
final class SearchStageFixture implements AutoCloseable {
  static final String MINIMAL =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: shop, namespace: shop}
      spec:
        changefeed: {tables: ["shop.*"]}
      """;
  static final Duration GRACE = Duration.ofMinutes(10);
  final ScriptedElasticsearch elasticsearch = new ScriptedElasticsearch();
  final ScriptedFilebeat filebeat = new ScriptedFilebeat();
  final ScriptedReplayPods replayPods = new ScriptedReplayPods();

  /** Of how many partitions the consumers write heartbeats; -1 for unknown. */
  volatile int partitions = -1;

  final ManualClock clock = new ManualClock(Instant.now());
  final OperatorFixture operator;

  /**
   * Starts an operator.
   *
   * @param earlier the stages before this one; none: {@link #consumers}
   */
  SearchStageFixture(Stage... earlier) {
    var stages = new ArrayList<Stage>(List.of(earlier));
    if (stages.isEmpty()) {
      stages.add(consumers());
    }
    stages.add(new SearchStage((access, guard) -> elasticsearch, filebeat, replayPods, GRACE));
    operator =
        new OperatorFixture(
            clock,
            List.of(ForeignKinds.ELASTICSEARCH, ForeignKinds.BEAT),
            stages.toArray(Stage[]::new));
  }

  /** Plays the stage before this one. */
  Stage consumers() {
    return new StageStub(
        ConditionType.CONSUMER,
        () ->
            StageStatus.ready("")
                .withSection(
                    StatusSections.of(
                        Hop.CONSUMER,
                        new HopReading(clock.instant(), partitions, clock.instant()))));
  }

  @Override
  public void close() {
    operator.close();
  }

  void ready() {
    operator.apply(MINIMAL);
    secret("shop-es-http-certs-public", Map.of("ca.crt", "PEM"));
    await().until(() -> elasticsearch() != null);
    elasticsearchReports(Eck.ready(1));
    await().until(() -> beat() != null);
    beatReports(Eck.filebeat(1, 1));
    awaitCondition("Ready: Filebeat shop runs on every node");
  }

  void secret(String name, Map<String, String> content) {
    operator.secret("shop", name, content);
  }

  String password() {
    var secret = operator.client().secrets().inNamespace("shop").withName("shop-es-writer").get();
    var password = secret.getData().get("password");
    return new String(Base64.getDecoder().decode(password), StandardCharsets.UTF_8);
  }

  void touch() {
    operator
        .client()
        .resource(elasticsearch())
        .edit(
            live -> {
              live.getMetadata()
                  .setAnnotations(Map.of("touched", String.valueOf(System.nanoTime())));
              return live;
            });
  }

  void elasticsearchReports(Map<String, Object> status) {
    await().until(() -> elasticsearch() != null);
    report(elasticsearch(), status);
  }

  void beatReports(Map<String, Object> status) {
    report(beat(), status);
  }

  void report(GenericKubernetesResource live, Map<String, Object> status) {
    operator
        .client()
        .resource(live)
        .editStatus(
            child -> {
              child.setAdditionalProperty("status", status);
              return child;
            });
  }

  String condition() {
    return operator.condition("shop", "shop", ConditionType.SEARCH);
  }

  void awaitCondition(String expected) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(condition()).isEqualTo(expected));
  }

  String credentials() {
    return beat().get("spec", "daemonSet", "podTemplate", "metadata", "annotations").toString();
  }

  GenericKubernetesResource elasticsearch() {
    return operator.child("elasticsearch.k8s.elastic.co/v1", "Elasticsearch", "shop", "shop");
  }

  GenericKubernetesResource beat() {
    return operator.child("beat.k8s.elastic.co/v1beta1", "Beat", "shop", "shop");
  }
}
