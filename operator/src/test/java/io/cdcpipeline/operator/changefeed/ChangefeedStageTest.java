package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.ticdc.Architecture;
import io.cdcpipeline.testkit.ticdc.Fault;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stage as a user sees it: custom resource in, conditions, status and events out. */
class ChangefeedStageTest {
  private static final String TABLES = "{tables: [\"shop.*\"]}";
  private StageFixture fixture;

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @EnumSource
  void createsUpdatesSuspendsAndDeletes(Architecture architecture) {
    fixture = new StageFixture(architecture);
    fixture.apply(TABLES, false);
    fixture.awaitCondition(ConditionType.DATA_FLOWING, "Replicating");
    assertThat(fixture.condition(ConditionType.READY)).startsWith("Ready");
    assertThat(fixture.status().id()).isEqualTo(StageFixture.ID);
    assertThat(fixture.status().state()).isEqualTo("normal");
    assertThat(fixture.status().lagSeconds()).isZero();
    assertThat(fixture.ticdc.sinkUri(StageFixture.ID))
        .startsWith("kafka://kafka:9092/cdc-shop-orders?")
        .contains("replication-factor=3", "partition-num=6", "max-message-bytes=1048588")
        .contains("sasl-mechanism=SCRAM-SHA-512", "sasl-user=ticdc");

    fixture.apply("{tables: [\"shop.*\"], maxMessageBytes: 2000000}", false);
    await()
        .until(() -> fixture.ticdc.sinkUri(StageFixture.ID).contains("max-message-bytes=2000000"));
    fixture.awaitCondition(ConditionType.READY, "Ready");

    fixture.apply("{tables: [\"shop.*\"], maxMessageBytes: 2000000}", true);
    fixture.awaitCondition(ConditionType.READY, "Suspended");
    assertThat(fixture.ticdc.state(StageFixture.ID)).isEqualTo("stopped");
    assertThat(fixture.status().resumableUntil()).isNotNull();

    fixture.operator.client().resource(fixture.pipeline()).delete();
    await().atMost(Duration.ofSeconds(30)).until(() -> fixture.pipeline() == null);
    assertThat(fixture.ticdc.ids()).isEmpty();
    assertThat(fixture.events())
        .anyMatch(e -> e.contains("Normal ChangefeedCreated: changefeed shop-orders created from"))
        .anyMatch(e -> e.contains("ChangefeedUpdated"))
        .anyMatch(e -> e.contains("ChangefeedPaused"))
        .anyMatch(e -> e.contains("ChangefeedRemoved"));
  }

  @Test
  void updatesForANewPassword() {
    fixture = new StageFixture(Architecture.NEW);
    fixture.apply(TABLES, false);
    fixture.awaitCondition(ConditionType.READY, "Ready");
    fixture.secret("another");
    fixture.awaitSinkUri("sasl-password=another");
  }

  @Test
  void writesNothingWhileSteady() {
    fixture = new StageFixture(Architecture.CLASSIC);
    fixture.apply(TABLES, false);
    fixture.awaitCondition(ConditionType.READY, "Ready");
    fixture.observations(1); // whose numbers may follow Ready in a status of their own
    fixture.operator.api().requests().clear();
    fixture.observations(5);
    assertThat(fixture.operator.api().requests().entries(e -> e.isWrite())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ready", "CatchingUp", "ChangefeedStalled"})
  void anOperatorRestartWritesNothing(String reason) {
    fixture = new StageFixture(Architecture.NEW);
    fixture.apply(TABLES, false);
    fixture.awaitCondition(ConditionType.READY, "Ready");
    if (reason.equals("ChangefeedStalled")) {
      fixture.engine.stall(true);
      fixture.clock.ahead(Duration.ofMinutes(3));
      fixture.observations(1);
      fixture.awaitCondition(ConditionType.DATA_FLOWING, reason);
    } else if (reason.equals("CatchingUp")) {
      fixture.engine.behind(Duration.ofMinutes(25));
      fixture.clock.ahead(Duration.ofMinutes(30));
      fixture.observations(1);
      fixture.awaitCondition(ConditionType.DATA_FLOWING, reason);
    }
    fixture.restart();
    fixture.observations(2);

    assertThat(fixture.operator.api().requests().entries(e -> e.isWrite())).isEmpty();
  }

  @Test
  @FailureMode(
      fault = "TiCDC answers no request",
      effect = "no reconcile waits for it",
      shown = "`ChangefeedReady` is `Unreachable` within two minutes")
  void aHangingTicdcBlocksNoReconcile() {
    fixture =
        new StageFixture(Architecture.NEW, QuickChangefeedStage.create(Duration.ofSeconds(5)));
    fixture.apply(TABLES, false);
    fixture.awaitCondition(ConditionType.READY, "Ready");
    fixture.ticdc.faults().always("", "/api", Fault.slow(Duration.ofSeconds(30)));
    for (int i = 0; i < 3; i++) {
      Instant start = Instant.now();
      fixture.apply("{tables: [\"shop.*\"], maxMessageBytes: %d}".formatted(3_000_000 + i), false);
      long generation = fixture.pipeline().getMetadata().getGeneration();
      await().until(() -> fixture.pipeline().getStatus().observedGeneration() == generation);
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(4));
    }
    fixture.clock.ahead(Duration.ofMinutes(2));
    fixture.awaitCondition(ConditionType.CHANGEFEED, "Unreachable");
    assertThat(fixture.condition(ConditionType.CHANGEFEED)).contains("no answer within 5 s");
  }

  @Test
  @FailureMode(
      fault = "A pipeline is deleted while TiCDC is gone",
      effect = "it is gone within three minutes",
      shown = "event `CleanupTimedOut` names the changefeed that may be left",
      action = "delete that changefeed if TiCDC comes back")
  void deletionDoesNotWaitForAMissingTicdc() {
    fixture = new StageFixture(Architecture.NEW);
    fixture.apply(TABLES, false);
    fixture.awaitCondition(ConditionType.READY, "Ready");
    fixture.ticdc.close();
    fixture.operator.client().resource(fixture.pipeline()).delete();
    await().until(() -> fixture.pipeline().getStatus().phase().toString().equals("DELETING"));
    fixture.clock.ahead(Duration.ofMinutes(3));
    await().atMost(Duration.ofSeconds(30)).until(() -> fixture.pipeline() == null);
    assertThat(fixture.events())
        .anyMatch(e -> e.contains("CleanupTimedOut: changefeed") && e.contains("does not answer"));
  }

  @Test
  void namesAMissingSecret() {
    fixture = new StageFixture(Architecture.NEW);
    fixture.operator.client().secrets().inNamespace("shop").withName("kafka").delete();
    fixture.apply(TABLES, false);
    fixture.awaitCondition(ConditionType.CHANGEFEED, "InvalidReference");
    assertThat(fixture.condition(ConditionType.CHANGEFEED))
        .contains("spec.kafka.existing.credentialsSecret", "kafka");
    fixture.secret("now");
    fixture.awaitCondition(ConditionType.READY, "Ready");
  }
}
