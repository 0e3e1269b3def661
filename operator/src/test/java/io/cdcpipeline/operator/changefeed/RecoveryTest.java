package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.testkit.ticdc.Architecture;
import io.cdcpipeline.testkit.ticdc.Fault;
import io.cdcpipeline.testkit.ticdc.TicdcError;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens when things go wrong, on both servers. */
class RecoveryTest {
  private static final Duration POLL = Duration.ofSeconds(10);
  private final DesiredChangefeed wish = Scene.wish();
  private Scene scene;

  @AfterEach
  void close() {
    scene.close();
  }

  private void start(Architecture architecture) throws InterruptedException {
    scene = new Scene(architecture);
    scene.passes(wish, 3, POLL);
    scene.server.clearCalls();
  }

  @ParameterizedTest
  @EnumSource
  void resumesWithGrowingDelaysAndThenStops(Architecture architecture) throws Exception {
    start(architecture);
    scene.engine.fail(error("CDC:ErrDispatcherFailed", "no such column"));
    ObservedChangefeed seen = scene.passes(wish, 600, POLL);
    long resumes = scene.changes().stream().filter(c -> c.equals("POST resume")).count();
    assertThat(resumes).isEqualTo(12);
    assertThat(reason(wish, seen)).isEqualTo(Reason.ChangefeedFailed);
    assertThat(health(wish, seen).ready().message())
        .contains("12 resumes", "spec.suspend", "no such column", "2026-11-25T00:00");
    scene.engine.fail(Optional.empty());
    scene.passes(Scene.suspended(wish, true), 2, POLL);
    seen = scene.passes(wish, 40, POLL);
    assertThat(reason(wish, seen)).isEqualTo(Reason.Ready);
    assertThat(scene.memory.resumes()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aChangefeedLostToGcWaitsForARestartNonce(Architecture architecture) throws Exception {
    start(architecture);
    scene.server.force(
        Scene.ID, "failed", error("CDC:ErrSnapshotLostByGC", "the snapshot is lost"));
    ObservedChangefeed seen = scene.passes(wish, 30, POLL);
    assertThat(scene.changes()).isEmpty();
    assertThat(reason(wish, seen)).isEqualTo(Reason.ChangefeedLost);
    DesiredChangefeed again = Scene.restarted(wish, "1", 0);
    seen = scene.passes(again, 3, POLL);
    assertThat(scene.changes()).containsExactly("DELETE", "POST");
    assertThat(reason(again, seen)).isEqualTo(Reason.Ready);
    assertThat(scene.events.get(scene.events.size() - 1))
        .containsPattern("created from \\S+; changes between \\S+ and then were skipped");
  }

  @ParameterizedTest
  @EnumSource
  void aRestartFromEarlierSaysWhatIsSentAgain(Architecture architecture) throws Exception {
    start(architecture);
    long earlier = Tso.of(scene.clock.instant().minusSeconds(3600));
    DesiredChangefeed again = Scene.restarted(wish, "1", earlier);
    scene.passes(again, 2, POLL);
    assertThat(scene.events.get(scene.events.size() - 1)).contains("are sent again");
  }

  @ParameterizedTest
  @EnumSource
  void restartsOneThatStandsStillThreeTimesAndThenSaysSo(Architecture architecture)
      throws Exception {
    start(architecture);
    scene.engine.stall(true);
    ObservedChangefeed seen = scene.passes(wish, 20, POLL);
    assertThat(reason(wish, seen)).isEqualTo(Reason.ChangefeedStalled);
    assertThat(health(wish, seen).flowing().reason()).isEqualTo(Reason.ChangefeedStalled);
    assertThat(scene.changes()).isEmpty();
    seen = scene.passes(wish, 1000, POLL);
    assertThat(scene.changes()).hasSize(6).startsWith("POST pause", "POST resume");
    assertThat(health(wish, seen).ready().message()).contains("restart the TiCDC pods");
    scene.engine.stall(false);
    seen = scene.passes(wish, 3, POLL);
    assertThat(health(wish, seen).flowing().reason()).isEqualTo(Reason.Replicating);
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedUpdateStaysStoppedAndIsTriedAgain(Architecture architecture) throws Exception {
    start(architecture);
    scene.engine.refuse(error("CDC:ErrSinkURIInvalid", "ErrKafkaNewProducer: dial tcp: timeout"));
    DesiredChangefeed larger = Scene.sized(wish, 2_000_000);
    ObservedChangefeed seen = scene.passes(larger, 4, POLL);
    assertThat(seen.changefeed().orElseThrow().state()).isEqualTo("stopped");
    assertThat(reason(larger, seen)).isEqualTo(Reason.SinkUnreachable);
    assertThat(health(larger, seen).ready().message()).doesNotContain(Scene.PASSWORD);
    scene.engine.refuse(Optional.empty());
    seen = scene.passes(larger, 8, POLL);
    assertThat(reason(larger, seen)).isEqualTo(Reason.Ready);
    assertThat(scene.server.sinkUri(Scene.ID)).contains("max-message-bytes=2000000");
  }

  @ParameterizedTest
  @EnumSource
  void aLostAnswerToACreationMakesNoSecondOne(Architecture architecture) throws Exception {
    scene = new Scene(architecture);
    scene.server.faults().next("POST", "/changefeeds", Fault.loseAnswer());
    scene.server.faults().next("GET", "/changefeeds/", Fault.slow(Duration.ofMillis(5)));
    ObservedChangefeed seen = scene.passes(wish, 4, POLL);
    assertThat(scene.engine.log()).containsExactly("start " + Scene.ID);
    assertThat(reason(wish, seen)).isEqualTo(Reason.Ready);
  }

  @ParameterizedTest
  @EnumSource
  void notFoundWhileAnOwnerStartsIsNotBelieved(Architecture architecture) throws Exception {
    start(architecture);
    scene
        .server
        .faults()
        .next("GET", Scene.ID, Fault.refuse(400, "CDC:ErrChangeFeedNotExists", "not exists"));
    scene.pass(wish);
    assertThat(scene.changes()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void oneRemovedByHandBeginsAgainWhereItWas(Architecture architecture) throws Exception {
    start(architecture);
    long before = scene.loop.last().progress().checkpoint();
    scene.server.remove(Scene.ID);
    scene.clock.advance(Duration.ofHours(1));
    ObservedChangefeed seen = scene.pass(wish);
    assertThat(scene.changes()).containsExactly("POST");
    assertThat(seen.memory().position()).isEqualTo(before);
    assertThat(scene.events.get(scene.events.size() - 1)).contains("where it was");
  }

  @ParameterizedTest
  @EnumSource
  void driftMadeByHandIsPutBack(Architecture architecture) throws Exception {
    start(architecture);
    scene.server.force(Scene.ID, "stopped", Optional.empty());
    scene.clock.advance(Duration.ofSeconds(1));
    DesiredChangefeed byHand = Scene.sized(wish, 4096);
    scene.client.update(byHand);
    scene.client.resume(Scene.ID);
    scene.server.clearCalls();
    scene.pass(wish);
    assertThat(scene.changes()).containsExactly("POST pause", "PUT", "POST resume");
    assertThat(scene.server.sinkUri(Scene.ID)).contains("max-message-bytes=1048588");
  }

  @ParameterizedTest
  @EnumSource
  void aDriftThatAlwaysComesBackIsNotFoughtForEver(Architecture architecture) throws Exception {
    start(architecture);
    String other = Scene.sized(wish, 4096).sink().text();
    for (int i = 0; i < 30; i++) {
      scene.server.edit(Scene.ID, other);
      scene.passes(wish, 2, POLL);
    }
    assertThat(scene.changes().stream().filter("PUT"::equals)).hasSize(3);
    scene.clock.advance(Duration.ofHours(1));
    scene.passes(wish, 2, POLL);
    assertThat(scene.server.sinkUri(Scene.ID)).isEqualTo(wish.sink().text());
  }

  @ParameterizedTest
  @EnumSource
  void anOperatorRestartChangesNothing(Architecture architecture) throws Exception {
    start(architecture);
    scene.restartOperator();
    scene.passes(wish, 3, POLL);
    assertThat(scene.changes()).isEmpty();
  }

  private ChangefeedHealth health(DesiredChangefeed of, ObservedChangefeed seen) {
    return new ChangefeedHealth(of, seen, "", scene.clock.instant());
  }

  private Reason reason(DesiredChangefeed of, ObservedChangefeed seen) {
    return health(of, seen).ready().reason();
  }

  private static Optional<TicdcError> error(String code, String text) {
    return Optional.of(TicdcError.of(code, text));
  }
}
