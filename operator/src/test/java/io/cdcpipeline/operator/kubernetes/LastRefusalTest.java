package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.testkit.apiserver.ApiServer;
import io.cdcpipeline.testkit.clock.ManualClock;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Deployment's condition repeats the first refusal; events know the last. */
class LastRefusalTest {
  private static final Instant NOW = Instant.parse("2026-11-30T06:00:00Z");

  private static final String FIRST = "must specify limits.memory";

  private final ApiServer api = ApiServer.start();
  private final KubernetesClient client = api.client();
  private final ManualClock clock = new ManualClock(NOW);
  private final RecentAnswers recent = new RecentAnswers(clock);

  @BeforeEach
  void create() {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build())
        .create();
  }

  @AfterEach
  void stop() {
    client.close();
    api.close();
  }

  @Test
  void theNewestOfTheDeploymentsOwnReplicaSetsCounts() {
    refused("shop-consumer-5bdcf8db96", "must specify limits.cpu", 60);
    refused("shop-consumer-7c9d8b6f44", "exceeded quota: team", 5);
    refused("shop-consumer-web-5d4f6c7b8", "of another Deployment", 1);

    assertThat(lastRefusal()).isEqualTo("exceeded quota: team");
  }

  @Test
  void anotherOneIsNoticedWithinSeconds() {
    refused("shop-consumer-5bdcf8db96", "must specify limits.cpu", 60);
    assertThat(lastRefusal()).isEqualTo("must specify limits.cpu");

    refused("shop-consumer-7c9d8b6f44", "exceeded quota: team", 5);
    clock.advance(Duration.ofSeconds(10));

    assertThat(lastRefusal()).isEqualTo("exceeded quota: team");
  }

  /** Events are written a moment later than the condition. */
  @Test
  void withoutEventsItIsTheFirstButNotForLong() {
    assertThat(lastRefusal()).isEqualTo(FIRST);

    refused("shop-consumer-5bdcf8db96", "(combined from similar events): exceeded quota: team", 0);
    clock.advance(Duration.ofSeconds(10));

    assertThat(lastRefusal()).isEqualTo("exceeded quota: team");
  }

  /** For each list the API server reads all events of the namespace. */
  @Test
  void eventsAreListedOnceForAllWorkloads() {
    refused("shop-consumer-5bdcf8db96", "must specify limits.cpu", 60);
    var namespace = new NamespaceReader(client, "shop", recent, false);
    api.requests().clear();

    assertThat(namespace.refusals("ReplicaSet/shop-consumer-5bdcf8db96")).hasSize(1);
    assertThat(namespace.refusals("StatefulSet/shop-consumer-5bdcf8db96")).isEmpty();
    assertThat(namespace.refusals("ReplicaSet/shop-consumer")).isEmpty();
    assertThat(namespace.refusalsOfReplicaSets("shop-consumer")).hasSize(1);

    assertThat(api.requests().entries()).hasSize(1);
  }

  /** Of one reconcile. */
  private String lastRefusal() {
    var namespace = new NamespaceReader(client, "shop", recent, false);
    return PodDiagnostics.lastRefusal(namespace, "shop-consumer", FIRST);
  }

  private void refused(String replicaSet, String message, int secondsAgo) {
    client
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withName(replicaSet + ".1")
                .withNamespace("shop")
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("ReplicaSet")
                .withName(replicaSet)
                .withNamespace("shop")
                .endInvolvedObject()
                .withReason("FailedCreate")
                .withType("Warning")
                .withMessage(message)
                .withLastTimestamp(NOW.minusSeconds(secondsAgo).toString())
                .build())
        .create();
  }
}
