package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.fake.apiserver.ForeignKinds;
import io.cdcpipeline.fake.apiserver.RequestLog;
import io.cdcpipeline.fake.ticdc.MovingClock;
import io.cdcpipeline.operator.OperatorOnFakeApi;
import io.cdcpipeline.operator.PodTroubles;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stage within the operator, with ECK played by the test. */
class SearchStageTest {
  private static final String MINIMAL =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: shop, namespace: shop}
      spec:
        changefeed: {tables: ["shop.*"]}
      """;
  private static final String EXISTING =
      MINIMAL
          + "  search: {existing: {url: 'https://es:9200', credentialsSecret: es, caSecret: ca}}\n";

  private final ScriptedElasticsearch elasticsearch = new ScriptedElasticsearch();
  private final MovingClock clock = new MovingClock(Instant.now());
  private final OperatorOnFakeApi operator =
      new OperatorOnFakeApi(
          clock,
          List.of(ForeignKinds.ELASTICSEARCH, ForeignKinds.BEAT),
          new SearchStage(access -> elasticsearch));

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void filebeatStartsOnlyAfterTheTemplateIsIn() {
    operator.apply(MINIMAL);
    awaitCondition("Progressing: Elasticsearch shop: waits for ECK to take it up");
    assertThat(beat()).isNull();

    secret("shop-es-http-certs-public", Map.of("ca.crt", "PEM"));
    elasticsearchReports(Eck.ready(1));
    await().until(() -> beat() != null);
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    assertThat(elasticsearch.calls)
        .containsExactly(
            "template cdc-events",
            "list cdc-events-*",
            "create " + Retention.index(today),
            "create " + Retention.index(today.plusDays(1)));

    beatReports(Eck.filebeat(1, 1));
    awaitCondition("AsWished: Filebeat shop runs on every node");
    assertThat(operator.pipeline("shop", "shop").getStatus().endpoints().elasticsearch())
        .isEqualTo("https://shop-es-http.shop.svc:9200");
  }

  @Test
  void usersOfAYoungElasticsearchAreWaitedFor() {
    elasticsearch.failure = Reason.CredentialsRefused;
    operator.apply(MINIMAL);
    secret("shop-es-http-certs-public", Map.of("ca.crt", "PEM"));
    elasticsearchReports(Eck.ready(1));

    awaitCondition("Progressing: waits until Elasticsearch has read its users");
    clock.advance(Duration.ofMinutes(3));
    awaitCondition("CredentialsRefused: Elasticsearch says no");
    elasticsearch.failure = null;
    clock.advance(Duration.ofMinutes(1));
    operator.nudge("shop", "shop");
    await().until(() -> beat() != null);
  }

  @Test
  void aCertificateThatEckIsSwappingIsWaitedForAndAnotherIsNot() {
    ready();
    elasticsearch.failure = Reason.CertificateRefused;
    clock.advance(Duration.ofMinutes(11));
    operator.nudge("shop", "shop");
    operator.nudge("shop", "shop");
    assertThat(condition()).startsWith("AsWished");

    clock.advance(Duration.ofSeconds(90));
    awaitCondition("Progressing: waits until Elasticsearch has the certificate that ECK made");
    clock.advance(Duration.ofSeconds(90));
    awaitCondition("CertificateRefused: Elasticsearch says no");
  }

  @Test
  void whatPodsOfElasticsearchAndFilebeatSayIsLifted() {
    operator.apply(MINIMAL);
    var pods = Map.of("elasticsearch.k8s.elastic.co/cluster-name", "shop");
    operator.pod("shop", "shop-es-default-0", pods, PodTroubles.UNSCHEDULABLE);
    awaitCondition(
        "ChildFailed: Elasticsearch shop: waits for ECK to take it up; pod shop-es-default-0 cannot"
            + " be scheduled: 0/3 nodes are available: 3 Insufficient memory.");

    secret("shop-es-http-certs-public", Map.of("ca.crt", "PEM"));
    elasticsearchReports(Eck.ready(1));
    var beats = Map.of("beat.k8s.elastic.co/name", "shop");
    operator.pod("shop", "shop-beat-x", beats, PodTroubles.OUT_OF_MEMORY);
    beatReports(Eck.filebeat(0, 1));
    awaitCondition(
        "ChildFailed: Filebeat shop runs on 0 of 1 nodes; pod shop-beat-x: container main was"
            + " OOMKilled: raise its memory limit");
  }

  @Test
  void anExistingElasticsearchIsExpectedToHaveItsCertificate() {
    secretsOfExisting();
    elasticsearch.failure = Reason.CertificateRefused;
    operator.apply(EXISTING);

    awaitCondition("CertificateRefused: Elasticsearch says no");
  }

  @Test
  void aRestartOfTheOperatorIsNoNewsOfWhatElasticsearchRefuses() {
    secretsOfExisting();
    elasticsearch.failure = Reason.PermissionMissing;
    operator.apply(EXISTING);
    awaitCondition("PermissionMissing: Elasticsearch says no");
    var answered = new CountDownLatch(1);

    operator.restart(new SearchStage(access -> afterwards(answered)));
    operator.nudge("shop", "shop");
    assertThat(operator.api().requests().entries(RequestLog.Entry::isWrite)).isEmpty();
    answered.countDown();
    operator.nudge("shop", "shop");

    assertThat(operator.api().requests().entries(RequestLog.Entry::isWrite)).isEmpty();
  }

  private ElasticsearchClient afterwards(CountDownLatch answered) {
    try {
      answered.await();
      return elasticsearch;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aShortFlapIsForgivenAndALongOneIsNot() {
    ready();
    elasticsearchReports(Eck.ready(1, "unknown"));
    await().during(Duration.ofSeconds(2)).until(() -> condition().startsWith("AsWished"));

    clock.advance(Duration.ofSeconds(61));
    touch();
    awaitCondition("ChildFailed: Elasticsearch shop is unknown with 1 of 1 nodes");
  }

  @Test
  void whatTheUserLacksIsNamed() {
    elasticsearch.missing = List.of("create_doc on cdc-events-*");
    secretsOfExisting();
    operator.apply(EXISTING);

    awaitCondition(
        "PermissionMissing: the user of spec.search.existing.credentialsSecret lacks create_doc on"
            + " cdc-events-*: grant it, else events would be lost");
    assertThat(beat()).isNull();
  }

  @Test
  void nothingIsCreatedForAnExistingElasticsearchButFilebeat() {
    secretsOfExisting();
    operator.apply(EXISTING);
    await().until(() -> beat() != null);
    beatReports(Eck.unassociatedFilebeat(2, 2));

    awaitCondition("AsWished: Filebeat shop runs on every node");
    assertThat(elasticsearch()).isNull();
    assertThat(operator.client().secrets().inNamespace("shop").withName("shop-es-writer").get())
        .isNull();
  }

  @Test
  void aSecretThatIsNotThereIsNamed() {
    operator.apply(EXISTING);

    awaitCondition(
        "InvalidInput: spec.search.existing.credentialsSecret names Secret es, which does not"
            + " exist");
  }

  @Test
  void daysPastTheirTimeAreDeletedAndTold() {
    elasticsearch.indices.addAll(
        List.of("cdc-events-1999.12.31", "cdc-events-others", "cdc-events-9999.01.01"));
    ready();

    assertThat(elasticsearch.calls).contains("delete cdc-events-1999.12.31");
    assertThat(elasticsearch.indices)
        .contains("cdc-events-others", "cdc-events-9999.01.01")
        .doesNotContain("cdc-events-1999.12.31");
    await()
        .until(
            () ->
                operator.client().v1().events().inNamespace("shop").list().getItems().stream()
                    .anyMatch(e -> e.getReason().equals("DaysExpired")));
  }

  @Test
  void turnedOffNothingIsLeft() {
    ready();
    operator.apply(MINIMAL + "  search: {enabled: false}\n");

    awaitCondition("Disabled: spec.search.enabled is false");
    await().until(() -> beat() == null && elasticsearch() == null);
    await()
        .until(
            () ->
                operator.client().secrets().inNamespace("shop").withName("shop-es-setup").get()
                    == null);
  }

  @Test
  void elasticsearchAndItsUsersOutliveThePipelineAndAreTakenUpAgain() {
    ready();
    var password = password();
    operator.client().resource(operator.pipeline("shop", "shop")).delete();
    await().until(() -> operator.pipeline("shop", "shop") == null && beat() == null);
    assertThat(elasticsearch()).isNotNull();

    operator.apply(MINIMAL);
    await().until(() -> beat() != null);
    assertThat(password()).isEqualTo(password);
  }

  @Test
  void nothingIsLeftUnderDelete() {
    ready();
    operator.apply(MINIMAL + "  deletionPolicy: Delete\n");
    await()
        .until(
            () ->
                "DeleteOnScaledownAndClusterDeletion"
                    .equals(elasticsearch().get("spec", "volumeClaimDeletePolicy")));
    operator.client().resource(operator.pipeline("shop", "shop")).delete();

    await().until(() -> operator.pipeline("shop", "shop") == null);
    assertThat(elasticsearch()).isNull();
    assertThat(operator.client().secrets().inNamespace("shop").list().getItems())
        .noneMatch(s -> s.getMetadata().getName().startsWith("shop-es-writer"));
  }

  private void ready() {
    operator.apply(MINIMAL);
    secret("shop-es-http-certs-public", Map.of("ca.crt", "PEM"));
    await().until(() -> elasticsearch() != null);
    elasticsearchReports(Eck.ready(1));
    await().until(() -> beat() != null);
    beatReports(Eck.filebeat(1, 1));
    awaitCondition("AsWished: Filebeat shop runs on every node");
  }

  private void secretsOfExisting() {
    operator.namespace("shop");
    secret("es", Map.of("username", "cdc", "password", "secret1"));
    secret("ca", Map.of("ca.crt", "PEM"));
  }

  private void secret(String name, Map<String, String> content) {
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("shop")
            .endMetadata()
            .withStringData(content)
            .build();
    operator.client().resource(secret).serverSideApply();
  }

  private String password() {
    var secret = operator.client().secrets().inNamespace("shop").withName("shop-es-writer").get();
    var password = secret.getData().get("password");
    return new String(Base64.getDecoder().decode(password), StandardCharsets.UTF_8);
  }

  private void touch() {
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

  private void elasticsearchReports(Map<String, Object> status) {
    await().until(() -> elasticsearch() != null);
    report(elasticsearch(), status);
  }

  private void beatReports(Map<String, Object> status) {
    report(beat(), status);
  }

  private void report(GenericKubernetesResource live, Map<String, Object> status) {
    operator
        .client()
        .resource(live)
        .editStatus(
            child -> {
              child.setAdditionalProperty("status", status);
              return child;
            });
  }

  private String condition() {
    return operator.condition("shop", "shop", ConditionType.SEARCH);
  }

  private void awaitCondition(String expected) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(condition()).isEqualTo(expected));
  }

  private GenericKubernetesResource elasticsearch() {
    return operator.child("elasticsearch.k8s.elastic.co/v1", "Elasticsearch", "shop", "shop");
  }

  private GenericKubernetesResource beat() {
    return operator.child("beat.k8s.elastic.co/v1beta1", "Beat", "shop", "shop");
  }
}
