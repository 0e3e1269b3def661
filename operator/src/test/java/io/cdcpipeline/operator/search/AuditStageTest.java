package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.api.AuditStatus;
import io.cdcpipeline.operator.remote.Tso;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The audit within the operator: an Elasticsearch that has fewer documents than were counted. */
class AuditStageTest {
  private static final Duration ROUND = Duration.ofSeconds(150);
  private static final String READY = "Ready: Filebeat shop runs on every node";

  private final SearchStageFixture scene = new SearchStageFixture();
  private final long firstSlot = slot(scene.clock.instant().minus(Duration.ofMinutes(50)));

  /** Documents that are not there, by the TSO of the window. */
  private final Map<Long, Long> missing = new ConcurrentHashMap<>();

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void missingDocumentsAreReportedAfterTheGraceUntilTheyAreBack() {
    start();
    missing.put(tso(firstSlot + 3), 3L);
    round();
    assertThat(scene.condition()).isEqualTo(READY);

    round(SearchStageFixture.GRACE);
    var from = Tso.instant(tso(firstSlot + 2)).toString();
    await().untilAsserted(() -> assertThat(scene.condition()).startsWith("EventsMissing: 3 of"));
    assertThat(scene.condition())
        .contains("partition 0 that were committed from " + from)
        .endsWith(",\"from\":{\"timestamp\":\"%s\"}}}}'".formatted(from));
    assertThat(audit().missing()).isEqualTo(3);
    assertThat(scene.operator.condition("shop", "shop", ConditionType.READY))
        .startsWith("EventsMissing: SearchReady: 3 of the 10 changes");
    await().untilAsserted(() -> assertThat(eventsMissing()).as("once, or by Ready").isEqualTo(1));

    missing.clear();
    round();
    scene.awaitCondition(READY);
    assertThat(audit().missing()).isZero();
    assertThat(audit().verifiedUntil()).isGreaterThan(from);
  }

  @Test
  void aNewOperatorRemembersWhatWasMissing() {
    start();
    missing.put(tso(firstSlot + 3), 3L);
    round();
    round(SearchStageFixture.GRACE);
    await().untilAsserted(() -> assertThat(scene.condition()).startsWith("EventsMissing: 3 of"));

    var searches = scene.elasticsearch.searches.size();
    scene.operator.restart(
        scene.consumers(),
        new SearchStage(
            (access, guard) -> scene.elasticsearch,
            scene.filebeat,
            scene.replayPods,
            SearchStageFixture.GRACE));
    await()
        .untilAsserted(
            () -> {
              scene.operator.nudge("shop", "shop");
              assertThat(scene.elasticsearch.searches).hasSizeGreaterThan(searches);
            });
    scene.operator.nudge("shop", "shop");
    assertThat(scene.operator.api().requests().entries(RequestLog.Entry::isWrite)).isEmpty();

    round();
    assertThat(scene.condition()).startsWith("EventsMissing: 3 of");
  }

  @Test
  void oneRequestARoundHoweverOftenItReconciles() {
    start();
    round();
    var searches = scene.elasticsearch.searches.size();
    for (int i = 0; i < 5; i++) {
      scene.operator.nudge("shop", "shop");
    }

    assertThat(scene.elasticsearch.searches).hasSize(searches);
    assertThat(scene.elasticsearch.searches.get(searches - 1).windows())
        .as("only windows that a newer heartbeat has settled")
        .isNotEmpty()
        .allMatch(
            w -> Tso.instant(w.to()).isBefore(scene.clock.instant().minus(Duration.ofMinutes(2))));
  }

  /** The failing search must not be repeated every few seconds either. */
  @Test
  void aFailureClaimsNothingAndWaitsAsLong() {
    start();
    missing.put(tso(firstSlot + 3), 3L);
    var answer = scene.elasticsearch.audit;
    scene.elasticsearch.audit =
        search -> {
          throw new StageException(Reason.RemoteError, "too busy");
        };
    round();
    round(SearchStageFixture.GRACE);
    assertThat(scene.condition()).isEqualTo(READY);
    assertThat(audit()).isEqualTo(new AuditStatus(null, 0L, 0L, 0L));

    scene.elasticsearch.audit = answer;
    round();
    round();
    assertThat(scene.condition()).isEqualTo(READY);
  }

  @Test
  void nothingIsClaimedWithoutHeartbeats() {
    scene.partitions = 0;
    scene.elasticsearch.heartbeats = Map.of();
    scene.ready();
    scene.clock.advance(ROUND);
    scene.operator.nudge("shop", "shop");

    assertThat(scene.elasticsearch.searches).isEmpty();
    assertThat(audit()).isNull();
  }

  /** Its old counts would be those of other partitions. */
  @Test
  void aChangefeedThatIsCreatedAgainBeginsAgain() {
    start();
    missing.put(tso(firstSlot + 3), 3L);
    round();
    scene.operator.apply(
        SearchStageFixture.MINIMAL.replace("[\"shop.*\"]", "[\"shop.*\"], restartNonce: 7"));
    round();
    round(SearchStageFixture.GRACE);
    round();

    assertThat(scene.condition()).isEqualTo(READY);
    assertThat(scene.elasticsearch.searches)
        .last()
        .satisfies(
            search ->
                assertThat(search.windows())
                    .isNotEmpty()
                    .allMatch(window -> window.from() > tso(firstSlot + 100)));
  }

  /** A partition whose heartbeats are not found keeps the others from being judged. */
  @Test
  void everyPartitionMustHaveHeartbeats() {
    scene.partitions = 2;
    scene.elasticsearch.heartbeats = Map.of(0, scene.clock.instant());
    scene.ready();
    scene.clock.advance(ROUND);
    scene.operator.nudge("shop", "shop");

    assertThat(scene.elasticsearch.searches).isEmpty();
  }

  private void start() {
    scene.partitions = 1;
    scene.elasticsearch.heartbeats = Map.of(0, scene.clock.instant());
    scene.elasticsearch.audit = this::answer;
    scene.ready();
    await()
        .untilAsserted(
            () -> {
              scene.operator.nudge("shop", "shop");
              assertThat(scene.elasticsearch.searches).isNotEmpty();
            });
  }

  /** The next comparison, and the reconcile after it. */
  private void round() {
    round(ROUND);
  }

  private void round(Duration later) {
    scene.clock.advance(later);
    scene.elasticsearch.heartbeats = Map.of(0, scene.clock.instant());
    var before = scene.elasticsearch.calls.size();
    await()
        .untilAsserted(
            () -> {
              scene.operator.nudge("shop", "shop");
              assertThat(
                      scene.elasticsearch.calls.subList(before, scene.elasticsearch.calls.size()))
                  .anyMatch(call -> call.startsWith("audit"));
            });
    scene.operator.nudge("shop", "shop");
  }

  /** A heartbeat each half minute up to now, with ten changes each. */
  private AuditSearch.Found answer(AuditSearch search) {
    var documents = new HashMap<HeartbeatWindow, Long>();
    for (var window : search.windows()) {
      documents.put(window, window.events() - missing.getOrDefault(window.to(), 0L));
    }
    var heartbeats =
        LongStream.rangeClosed(firstSlot + 1, slot(scene.clock.instant()))
            .mapToObj(slot -> new HeartbeatWindow(0, tso(slot - 1), tso(slot), 10L))
            .filter(window -> window.to() > search.after().get(0))
            .toList();
    return new AuditSearch.Found(List.copyOf(heartbeats), false, documents);
  }

  private static long slot(Instant time) {
    return time.getEpochSecond() / 30;
  }

  private static long tso(long slot) {
    return Tso.of(Instant.ofEpochSecond(slot * 30));
  }

  private AuditStatus audit() {
    return scene.operator.pipeline("shop", "shop").getStatus().audit();
  }

  private long eventsMissing() {
    return scene.operator.client().v1().events().inNamespace("shop").list().getItems().stream()
        .filter(event -> event.getReason().equals(Reason.EventsMissing.name()))
        .map(event -> event.getMessage().replaceFirst("^Ready: ", ""))
        .filter(message -> message.startsWith(ConditionType.SEARCH.toString()))
        .distinct()
        .count();
  }
}
