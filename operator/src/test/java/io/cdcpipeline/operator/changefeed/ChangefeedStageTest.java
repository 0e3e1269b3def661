package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.status.ConditionType;
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
  private StageScene scene;

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @EnumSource
  void livesThroughCreationUpdateSuspensionAndDeletion(Architecture architecture) {
    scene = new StageScene(architecture);
    scene.apply(TABLES, false);
    scene.awaitCondition(ConditionType.DATA_FLOWING, "Replicating");
    assertThat(scene.condition(ConditionType.READY)).startsWith("Ready");
    assertThat(scene.status().id()).isEqualTo(StageScene.ID);
    assertThat(scene.status().state()).isEqualTo("normal");
    assertThat(scene.status().lagSeconds()).isZero();
    assertThat(scene.ticdc.sinkUri(StageScene.ID))
        .startsWith("kafka://kafka:9092/cdc-shop-orders?")
        .contains("replication-factor=3", "partition-num=6", "max-message-bytes=1048588")
        .contains("sasl-mechanism=SCRAM-SHA-512", "sasl-user=ticdc");

    scene.apply("{tables: [\"shop.*\"], maxMessageBytes: 2000000}", false);
    await().until(() -> scene.ticdc.sinkUri(StageScene.ID).contains("max-message-bytes=2000000"));
    scene.awaitCondition(ConditionType.READY, "Ready");

    scene.apply("{tables: [\"shop.*\"], maxMessageBytes: 2000000}", true);
    scene.awaitCondition(ConditionType.READY, "Suspended");
    assertThat(scene.ticdc.state(StageScene.ID)).isEqualTo("stopped");
    assertThat(scene.status().resumableUntil()).isNotNull();

    scene.operator.client().resource(scene.pipeline()).delete();
    await().atMost(Duration.ofSeconds(30)).until(() -> scene.pipeline() == null);
    assertThat(scene.ticdc.ids()).isEmpty();
    assertThat(scene.events())
        .anyMatch(e -> e.contains("Normal ChangefeedCreated: changefeed shop-orders created from"))
        .anyMatch(e -> e.contains("ChangefeedUpdated"))
        .anyMatch(e -> e.contains("ChangefeedPaused"))
        .anyMatch(e -> e.contains("ChangefeedRemoved"));
  }

  @Test
  void aNewPasswordIsAnUpdate() {
    scene = new StageScene(Architecture.NEW);
    scene.apply(TABLES, false);
    scene.awaitCondition(ConditionType.READY, "Ready");
    scene.secret("another");
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> scene.ticdc.sinkUri(StageScene.ID).contains("sasl-password=another"));
  }

  @Test
  void aSteadyChangefeedCausesNoWrite() {
    scene = new StageScene(Architecture.CLASSIC);
    scene.apply(TABLES, false);
    scene.awaitCondition(ConditionType.READY, "Ready");
    scene.operator.api().requests().clear();
    scene.looks(5);
    assertThat(scene.operator.api().requests().entries(e -> e.isWrite())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ready", "CatchingUp", "ChangefeedStalled"})
  void aRestartOfTheOperatorIsNoNewsOfTheChangefeed(String reason) {
    scene = new StageScene(Architecture.NEW);
    scene.apply(TABLES, false);
    scene.awaitCondition(ConditionType.READY, "Ready");
    if (reason.equals("ChangefeedStalled")) {
      scene.engine.stall(true);
      scene.clock.ahead(Duration.ofMinutes(3));
      scene.looks(1);
      scene.awaitCondition(ConditionType.DATA_FLOWING, reason);
    } else if (reason.equals("CatchingUp")) {
      scene.engine.behind(Duration.ofMinutes(25));
      scene.clock.ahead(Duration.ofMinutes(30));
      scene.looks(1);
      scene.awaitCondition(ConditionType.DATA_FLOWING, reason);
    }
    scene.restart();
    scene.looks(2);

    assertThat(scene.operator.api().requests().entries(e -> e.isWrite())).isEmpty();
  }

  @Test
  void aHangingTicdcHoldsNoReconcile() {
    scene = new StageScene(Architecture.NEW);
    scene.apply(TABLES, false);
    scene.awaitCondition(ConditionType.READY, "Ready");
    scene.ticdc.faults().always("", "/api", Fault.slow(Duration.ofSeconds(30)));
    for (int i = 0; i < 3; i++) {
      Instant start = Instant.now();
      scene.apply("{tables: [\"shop.*\"], maxMessageBytes: %d}".formatted(3_000_000 + i), false);
      long generation = scene.pipeline().getMetadata().getGeneration();
      await().until(() -> scene.pipeline().getStatus().observedGeneration() == generation);
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(4));
    }
    scene.clock.ahead(Duration.ofMinutes(2));
    scene.awaitCondition(ConditionType.CHANGEFEED, "Unreachable");
    assertThat(scene.condition(ConditionType.CHANGEFEED)).contains("no answer within 10 s");
  }

  @Test
  void aTicdcThatIsGoneIsNotWaitedForWhenDeleting() {
    scene = new StageScene(Architecture.NEW);
    scene.apply(TABLES, false);
    scene.awaitCondition(ConditionType.READY, "Ready");
    scene.ticdc.close();
    scene.operator.client().resource(scene.pipeline()).delete();
    await().until(() -> scene.pipeline().getStatus().phase().toString().equals("DELETING"));
    scene.clock.ahead(Duration.ofMinutes(3));
    await().atMost(Duration.ofSeconds(30)).until(() -> scene.pipeline() == null);
    assertThat(scene.events()).anyMatch(e -> e.contains("CleanupTimedOut: changefeed"));
  }

  @Test
  void aMissingSecretIsNamed() {
    scene = new StageScene(Architecture.NEW);
    scene.operator.client().secrets().inNamespace("shop").withName("kafka").delete();
    scene.apply(TABLES, false);
    scene.awaitCondition(ConditionType.CHANGEFEED, "InvalidReference");
    assertThat(scene.condition(ConditionType.CHANGEFEED))
        .contains("spec.kafka.existing.credentialsSecret", "kafka");
    scene.secret("now");
    scene.awaitCondition(ConditionType.READY, "Ready");
  }
}
