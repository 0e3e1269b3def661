package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.PodFailures;
import io.cdcpipeline.operator.kubernetes.RecentAnswers;
import io.cdcpipeline.operator.status.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A managed Elasticsearch, and Filebeat. */
class SearchStageTest {
  private final SearchStageFixture scene = new SearchStageFixture();

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void filebeatStartsOnlyAfterTheTemplateIsInstalled() {
    scene.operator.apply(SearchStageFixture.MINIMAL);
    scene.awaitCondition("Progressing: waiting for ECK to reconcile Elasticsearch shop");
    assertThat(scene.beat()).isNull();

    scene.secret("shop-es-http-certs-public", Map.of("ca.crt", "PEM"));
    scene.elasticsearchReports(Eck.ready(1));
    await().until(() -> scene.beat() != null);
    var today = LocalDate.ofInstant(scene.clock.instant(), ZoneOffset.UTC);
    for (var template : IndexTemplate.values()) {
      assertThat(scene.elasticsearch.calls)
          .filteredOn(call -> call.contains(template.toString()))
          .containsExactly(
              "template " + template,
              "list " + template.indices(),
              "create " + IndexRetention.index(template, today),
              "create " + IndexRetention.index(template, today.plusDays(1)));
    }

    scene.beatReports(Eck.filebeat(1, 1));
    scene.awaitCondition("Ready: Filebeat shop runs on every node");
    assertThat(scene.operator.pipeline("shop", "shop").getStatus().endpoints().elasticsearch())
        .isEqualTo("https://shop-es-http.shop.svc:9200");
  }

  @Test
  void refusedHeartbeatsDoNotStopTheEvents() {
    scene.elasticsearch.heartbeatFailure = Reason.RemoteError;
    scene.operator.apply(SearchStageFixture.MINIMAL);
    scene.secret("shop-es-http-certs-public", Map.of("ca.crt", "PEM"));
    scene.elasticsearchReports(Eck.ready(1));
    await().until(() -> scene.beat() != null);
    scene.beatReports(Eck.filebeat(1, 1));

    scene.awaitCondition("RemoteError: Elasticsearch refuses heartbeats");
    assertThat(scene.elasticsearch.calls)
        .contains("template cdc-events")
        .doesNotContain("template cdc-heartbeats");
    scene.elasticsearch.heartbeatFailure = null;
    scene.clock.advance(Duration.ofMinutes(1));
    scene.operator.nudge("shop", "shop");
    scene.awaitCondition("Ready: Filebeat shop runs on every node");
  }

  @Test
  void allHeartbeatsAreSearchedOnlyWhereRecentOnesAreIncomplete() {
    var now = scene.clock.instant();
    var all = new HashMap<Integer, Instant>();
    IntStream.range(0, 100).forEach(partition -> all.put(partition, now));
    scene.elasticsearch.heartbeats = all;
    scene.ready();
    await()
        .until(
            () ->
                scene.elasticsearch.calls.contains(
                    "search cdc-heartbeats of cdc-shop-shop, recent"));
    assertThat(scene.elasticsearch.calls)
        .doesNotContain("search cdc-heartbeats of cdc-shop-shop, all");

    scene.elasticsearch.heartbeats = Map.of(0, now);
    scene.clock.advance(Duration.ofSeconds(21));
    scene.operator.nudge("shop", "shop");
    await()
        .until(
            () ->
                scene.elasticsearch.calls.contains("search cdc-heartbeats of cdc-shop-shop, all"));
  }

  @Test
  void aNewElasticsearchIsGivenTimeToLoadItsUsers() {
    scene.elasticsearch.failure = Reason.AuthenticationFailed;
    scene.operator.apply(SearchStageFixture.MINIMAL);
    scene.secret("shop-es-http-certs-public", Map.of("ca.crt", "PEM"));
    scene.elasticsearchReports(Eck.ready(1));

    scene.awaitCondition("Progressing: waiting for Elasticsearch to load its users");
    scene.clock.advance(Duration.ofMinutes(3));
    scene.awaitCondition("AuthenticationFailed: Elasticsearch says no");
    scene.elasticsearch.failure = null;
    scene.clock.advance(Duration.ofMinutes(1));
    scene.operator.nudge("shop", "shop");
    await().until(() -> scene.beat() != null);
  }

  @Test
  void anUntrustedCertificateIsTransientOnlyForAManagedElasticsearch() {
    scene.ready();
    scene.elasticsearch.failure = Reason.CertificateNotTrusted;
    scene.clock.advance(Duration.ofMinutes(11));
    scene.operator.nudge("shop", "shop");
    scene.operator.nudge("shop", "shop");
    assertThat(scene.condition()).startsWith("Ready");

    scene.clock.advance(Duration.ofSeconds(90));
    scene.operator.nudge("shop", "shop");
    scene.awaitCondition("Progressing: waiting for Elasticsearch to load ECK's certificate");
    scene.clock.advance(Duration.ofSeconds(90));
    scene.operator.nudge("shop", "shop");
    scene.awaitCondition("CertificateNotTrusted: Elasticsearch says no");
  }

  @Test
  void failuresOfElasticsearchAndFilebeatPodsAreReported() {
    scene.operator.apply(SearchStageFixture.MINIMAL);
    var pods = Map.of("elasticsearch.k8s.elastic.co/cluster-name", "shop");
    scene.operator.pod("shop", "shop-es-default-0", pods, PodFailures.UNSCHEDULABLE);
    scene.awaitCondition(
        "ChildFailed: waiting for ECK to reconcile Elasticsearch shop; pod shop-es-default-0 cannot"
            + " be scheduled: 0/3 nodes are available: 3 Insufficient memory.");

    scene.secret("shop-es-http-certs-public", Map.of("ca.crt", "PEM"));
    scene.elasticsearchReports(Eck.ready(1));
    var beats = Map.of("beat.k8s.elastic.co/name", "shop");
    scene.operator.pod("shop", "shop-beat-x", beats, PodFailures.OUT_OF_MEMORY);
    scene.beatReports(Eck.filebeat(0, 1));
    scene.clock.advance(RecentAnswers.LONGEST_PAUSE);
    scene.awaitCondition(
        "ChildFailed: Filebeat shop runs on 0 of 1 nodes; pod shop-beat-x: container main was"
            + " OOMKilled: raise its memory limit");
  }

  @Test
  void aShortFlapIsDampenedAndALongOneIsNot() {
    scene.ready();
    scene.elasticsearchReports(Eck.ready(1, "unknown"));
    await().during(Duration.ofSeconds(2)).until(() -> scene.condition().startsWith("Ready"));

    scene.clock.advance(Duration.ofSeconds(61));
    scene.touch();
    scene.awaitCondition("ChildFailed: Elasticsearch shop is unknown with 1 of 1 nodes");
  }

  @Test
  void expiredIndicesAreDeletedAndReported() {
    scene.elasticsearch.indices.addAll(
        List.of("cdc-events-1999.12.31", "cdc-events-others", "cdc-events-9999.01.01"));
    scene.ready();

    assertThat(scene.elasticsearch.calls).contains("delete cdc-events-1999.12.31");
    assertThat(scene.elasticsearch.indices)
        .contains("cdc-events-others", "cdc-events-9999.01.01")
        .doesNotContain("cdc-events-1999.12.31");
    await()
        .until(
            () ->
                scene.operator.client().v1().events().inNamespace("shop").list().getItems().stream()
                    .anyMatch(e -> e.getReason().equals("IndicesExpired")));
  }

  @Test
  void disablingRemovesEverything() {
    scene.ready();
    scene.operator.apply(SearchStageFixture.MINIMAL + "  search: {enabled: false}\n");

    scene.awaitCondition("Disabled: spec.search.enabled is false");
    await().until(() -> scene.beat() == null && scene.elasticsearch() == null);
    await()
        .until(
            () ->
                scene
                        .operator
                        .client()
                        .secrets()
                        .inNamespace("shop")
                        .withName("shop-es-setup")
                        .get()
                    == null);
  }

  @Test
  void elasticsearchAndItsUsersOutliveThePipelineAndAreReused() {
    scene.ready();
    var password = scene.password();
    scene.operator.client().resource(scene.operator.pipeline("shop", "shop")).delete();
    await().until(() -> scene.operator.pipeline("shop", "shop") == null && scene.beat() == null);
    assertThat(scene.elasticsearch()).isNotNull();

    scene.operator.apply(SearchStageFixture.MINIMAL);
    await().until(() -> scene.beat() != null);
    assertThat(scene.password()).isEqualTo(password);
  }

  /** Elasticsearch loads a new password half a minute after its Secret has it. */
  @Test
  void filebeatGetsANewPasswordOnceElasticsearchAcceptsIt() {
    scene.ready();
    var before = scene.credentials();
    scene.elasticsearch.refusal = Reason.AuthenticationFailed;

    scene
        .operator
        .client()
        .secrets()
        .inNamespace("shop")
        .withName("shop-es-writer")
        .edit(
            secret -> {
              secret.getData().remove("password");
              return secret;
            });

    scene.awaitCondition(
        "Progressing: waiting for Elasticsearch to load the new password of cdc-writer");
    assertThat(scene.credentials()).isEqualTo(before);

    scene.elasticsearch.refusal = null;
    scene.clock.advance(Duration.ofMinutes(1));
    scene.operator.nudge("shop", "shop");

    await().until(() -> !scene.credentials().equals(before));
  }

  @Test
  void nothingIsLeftUnderDelete() {
    scene.ready();
    scene.operator.apply(SearchStageFixture.MINIMAL + "  deletionPolicy: Delete\n");
    await()
        .until(
            () ->
                "DeleteOnScaledownAndClusterDeletion"
                    .equals(scene.elasticsearch().get("spec", "volumeClaimDeletePolicy")));
    scene.operator.client().resource(scene.operator.pipeline("shop", "shop")).delete();

    await().until(() -> scene.operator.pipeline("shop", "shop") == null);
    assertThat(scene.elasticsearch()).isNull();
    assertThat(scene.operator.client().secrets().inNamespace("shop").list().getItems())
        .noneMatch(s -> s.getMetadata().getName().startsWith("shop-es-writer"));
  }
}
