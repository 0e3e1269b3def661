package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.StageStub;
import io.cdcpipeline.operator.api.AuditStatus;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.HopStatus;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.remote.Tso;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Hop;
import io.cdcpipeline.operator.status.HopReading;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusSections;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.core.ThrowingRunnable;

/** A pipeline whose events are in Loki, with rows committed and read all the time. */
final class LokiStageFixture implements AutoCloseable {
  static final String READY = "Ready: Loki answers; the cluster's collector ships the lines";
  static final Duration ROUND = Duration.ofSeconds(150);
  static final Duration SLOT = Duration.ofSeconds(30);

  final SearchStageFixture scene = new SearchStageFixture(changefeed(), consumers());
  final FakeLoki loki = FakeLoki.started();

  /** Up to when Loki has heartbeats. */
  long slot = slot(scene.clock.instant().minus(Duration.ofMinutes(8)));

  final long firstSlot = slot;

  LokiStageFixture() {
    loki.login = "cdc:secret";
    scene.partitions = 1;
    scene.secret("loki", Map.of("username", "cdc", "password", "secret"));
  }

  @Override
  public void close() {
    scene.close();
    loki.close();
  }

  /** Rows are committed and read all the time. */
  private Stage changefeed() {
    return new StageStub(
        ConditionType.CHANGEFEED,
        () ->
            StageStatus.ready("")
                .withSection(hop(Hop.DATABASE, -1))
                .withSection(hop(Hop.CHANGEFEED, -1))
                .withCondition(ConditionType.DATA_FLOWING, Reason.Ready, "rows are sent"));
  }

  private Stage consumers() {
    return new StageStub(
        ConditionType.CONSUMER,
        () -> StageStatus.ready("").withSection(hop(Hop.CONSUMER, scene.partitions)));
  }

  private StatusSections hop(Hop hop, int partitions) {
    var now = scene.clock.instant();
    return StatusSections.of(hop, new HopReading(now, partitions, now));
  }

  String pipeline(String more) {
    return SearchStageFixture.MINIMAL
        + "  kafka: {topic: {partitions: 1}}\n"
        + "  search: {loki: {url: '%s', credentialsSecret: loki%s}}\n".formatted(loki.url(), more);
  }

  void startWithHeartbeats() {
    heartbeats();
    scene.operator.apply(pipeline(""));
    scene.awaitCondition(READY);
    eventually(() -> assertThat(audit()).isNotNull());
  }

  /** The next comparison, with everything shipped until then. */
  void round(Duration later) {
    scene.clock.advance(later);
    heartbeats();
    int before = loki.queries().size();
    eventually(
        () ->
            assertThat(loki.queries().stream().skip(before))
                .anyMatch(query -> query.startsWith("{") && query.contains("previous_watermark")));
  }

  /** Comparisons until this holds, because one may have begun just before its time. */
  void rounds(ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(1))
        .untilAsserted(
            () -> {
              round(ROUND);
              assertion.run();
            });
  }

  /** What a reconcile finds after that time. */
  void later(Duration time) {
    scene.clock.advance(time);
    reconcile();
    reconcile();
  }

  /** Loki's stand-in, in this process, answers within a millisecond. */
  private void reconcile() {
    scene.operator.nudge("shop", "shop", Duration.ofMillis(20));
  }

  void eventually(ThrowingCallable assertion) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              reconcile();
              try {
                assertion.call();
              } catch (AssertionError | RuntimeException e) {
                throw e;
              } catch (Throwable e) {
                throw new AssertionError(e);
              }
            });
  }

  /** Each half minute up to now has a heartbeat and two changes. */
  void heartbeats() {
    while (slot < slot(scene.clock.instant())) {
      loki.heartbeat(0, tso(slot), tso(slot + 1), 2L);
      slot++;
      events(slot, Tso.instant(tso(slot)));
    }
  }

  void events(long ofSlot, Instant at) {
    loki.event(0, tso(ofSlot) - 1000, "INSERT", at);
    loki.event(0, tso(ofSlot) - 2000, "UPDATE", at);
  }

  private static long slot(Instant time) {
    return time.getEpochSecond() / 30;
  }

  static long tso(long slot) {
    return Tso.of(Instant.ofEpochSecond(slot * 30));
  }

  private CdcPipelineStatus status() {
    return scene.operator.pipeline("shop", "shop").getStatus();
  }

  AuditStatus audit() {
    return status().audit();
  }

  HopStatus searchHop() {
    return status().hops().stream()
        .filter(hop -> hop.name().equals("search"))
        .findFirst()
        .orElseThrow();
  }
}
