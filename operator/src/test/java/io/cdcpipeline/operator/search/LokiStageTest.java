package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.remote.Tso;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pipeline whose events are in Loki. */
class LokiStageTest {
  private final SearchStageFixture scene = new SearchStageFixture();
  private FakeLoki loki;

  @BeforeEach
  void start() throws IOException {
    loki = new FakeLoki();
    loki.login = "cdc:secret";
    scene.partitions = 1;
    scene.secret("loki", Map.of("username", "cdc", "password", "secret"));
  }

  @AfterEach
  void stop() {
    scene.close();
    loki.close();
  }

  private String pipeline(String more) {
    return SearchStageFixture.MINIMAL
        + "  search: {loki: {url: '%s', credentialsSecret: loki%s}}\n".formatted(loki.url(), more);
  }

  @Test
  void isReadyWhenItAnswersAndCreatesNothing() {
    scene.operator.apply(pipeline(""));
    scene.awaitCondition("Ready: Loki answers; the cluster's collector ships the lines");
    assertThat(scene.elasticsearch()).isNull();
    assertThat(scene.beat()).isNull();
  }

  @Test
  void saysThatTheTenantIsMissingAndIsReadyOnceItIsThere() {
    loki.tenant = "team";
    scene.operator.apply(pipeline(""));
    scene.awaitCondition(
        "AuthenticationFailed: %s has tenants: set spec.search.loki.tenant".formatted(loki.url()));
    scene.operator.apply(pipeline(", tenant: team"));
    scene.awaitCondition("Ready: Loki answers; the cluster's collector ships the lines");
  }

  @Test
  void namesAMissingSecret() {
    scene.operator.apply(pipeline(", caSecret: ca"));
    scene.awaitCondition(
        "InvalidReference: spec.search.loki.caSecret names Secret ca, which does not exist");
  }

  @Test
  void theAuditKnowsNoSurplus() {
    long now = Tso.of(scene.clock.instant());
    long before = Tso.of(scene.clock.instant().minusSeconds(30));
    long earlier = Tso.of(scene.clock.instant().minus(Duration.ofMinutes(5)));
    loki.heartbeat(0, earlier, before, 2L);
    loki.heartbeat(0, before, now, 0L);
    scene.operator.apply(pipeline(""));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              scene.operator.nudge("shop", "shop");
              var status = scene.operator.pipeline("shop", "shop").getStatus();
              assertThat(status.audit()).isNotNull();
              assertThat(status.audit().surplus()).isNull();
            });
  }
}
