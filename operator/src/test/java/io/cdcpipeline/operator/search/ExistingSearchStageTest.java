package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import io.cdcpipeline.testkit.fault.FailureMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An existing Elasticsearch. */
class ExistingSearchStageTest {
  private static final String EXISTING =
      SearchStageFixture.MINIMAL
          + "  search: {existing: {url: 'https://es:9200', credentialsSecret: es, caSecret: ca}}\n";

  private final SearchStageFixture scene = new SearchStageFixture();

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void aCertificateFailureOfAnExistingElasticsearchIsReportedAtOnce() {
    secretsOfExisting();
    scene.elasticsearch.failure = Reason.CertificateNotTrusted;
    scene.operator.apply(EXISTING);

    scene.awaitCondition("CertificateNotTrusted: Elasticsearch says no");
  }

  @Test
  void anOperatorRestartKeepsTheConditionOfARefusingElasticsearch() {
    secretsOfExisting();
    scene.elasticsearch.failure = Reason.AuthorizationFailed;
    scene.operator.apply(EXISTING);
    scene.awaitCondition("AuthorizationFailed: Elasticsearch says no");
    var answered = new CountDownLatch(1);

    scene.operator.restart(
        scene.consumers(),
        new SearchStage(
            (access, guard) -> afterwards(answered),
            new ScriptedFilebeat(),
            new ScriptedReplayPods(),
            SearchStageFixture.GRACE));
    scene.operator.nudge("shop", "shop");
    assertThat(scene.operator.api().requests().entries(RequestLog.Entry::isWrite)).isEmpty();
    answered.countDown();
    scene.operator.nudge("shop", "shop");

    assertThat(scene.operator.api().requests().entries(RequestLog.Entry::isWrite)).isEmpty();
  }

  @Test
  void missingPrivilegesOfTheUserAreNamed() {
    scene.elasticsearch.missing = List.of("create_doc on cdc-events-*");
    secretsOfExisting();
    scene.operator.apply(EXISTING);

    scene.awaitCondition(
        "AuthorizationFailed: the user of spec.search.existing.credentialsSecret lacks create_doc"
            + " on cdc-events-*: grant it, else events would be lost");
    assertThat(scene.beat()).isNull();
  }

  /** As of a user that was created for a version without heartbeats. */
  @Test
  void aUserWithoutPrivilegesOnHeartbeatsStillIndexesEvents() {
    scene.elasticsearch.missing = List.of("read on cdc-heartbeats-*");
    secretsOfExisting();
    scene.operator.apply(EXISTING);
    await().until(() -> scene.beat() != null);
    scene.beatReports(Eck.unassociatedFilebeat(1, 1));

    scene.awaitCondition(
        "AuthorizationFailed: the user of spec.search.existing.credentialsSecret lacks read on"
            + " cdc-heartbeats-*: grant it; until then events are still indexed, but the search hop"
            + " is unknown and nothing is audited");
  }

  @Test
  void nothingIsCreatedForAnExistingElasticsearchButFilebeat() {
    secretsOfExisting();
    scene.operator.apply(EXISTING);
    await().until(() -> scene.beat() != null);
    scene.beatReports(Eck.unassociatedFilebeat(2, 2));

    scene.awaitCondition("Ready: Filebeat shop runs on every node");
    assertThat(scene.elasticsearch()).isNull();
    assertThat(
            scene.operator.client().secrets().inNamespace("shop").withName("shop-es-writer").get())
        .isNull();
  }

  @Test
  void aMissingSecretIsNamed() {
    scene.operator.apply(EXISTING);

    scene.awaitCondition(
        "InvalidReference: spec.search.existing.credentialsSecret names Secret es, which does not"
            + " exist");
  }

  @Test
  @FailureMode(
      fault = "A password is changed in Elasticsearch only",
      effect = "nothing is written until it matches",
      shown = "`AuthenticationFailed` within a minute",
      action = "put the password into the Secret")
  void aPasswordThatIsChangedOnlyInElasticsearchIsNoticedWithinAMinute() {
    secretsOfExisting();
    scene.operator.apply(EXISTING);
    await().until(() -> scene.beat() != null);

    scene.elasticsearch.refusal = Reason.AuthenticationFailed;
    scene.clock.advance(Duration.ofSeconds(50));
    scene.operator.nudge("shop", "shop");

    scene.awaitCondition("AuthenticationFailed: Elasticsearch rejects the password");
  }

  private ElasticsearchClient afterwards(CountDownLatch answered) {
    try {
      answered.await();
      return scene.elasticsearch;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void secretsOfExisting() {
    scene.operator.namespace("shop");
    scene.secret("es", Map.of("username", "cdc", "password", "secret1"));
    scene.secret("ca", Map.of("ca.crt", "PEM"));
  }
}
