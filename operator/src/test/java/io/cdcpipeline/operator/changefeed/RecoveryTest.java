package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.remote.Tso;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.ticdc.Architecture;
import io.cdcpipeline.testkit.ticdc.Fault;
import io.cdcpipeline.testkit.ticdc.TicdcError;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Failures, lost answers and changes made by others, on both servers. */
class RecoveryTest {
  private static final Duration POLL = Duration.ofSeconds(10);
  private final DesiredChangefeed desired = ReconcilerFixture.desired();
  private ReconcilerFixture fixture;

  @AfterEach
  void close() {
    fixture.close();
  }

  private void start(Architecture architecture) throws InterruptedException {
    start(new ReconcilerFixture(architecture));
  }

  private void start(ReconcilerFixture started) throws InterruptedException {
    fixture = started;
    fixture.passes(desired, 3, POLL);
    fixture.server.clearCalls();
  }

  @ParameterizedTest
  @EnumSource
  @FailureMode(
      fault = "A changefeed fails again and again",
      effect = "it is resumed twelve times with increasing delays, then left alone",
      shown = "`ChangefeedFailed` with TiCDC's error",
      action = "fix what the error names, then toggle `spec.suspend`")
  void resumesWithBackoffAndThenGivesUp(Architecture architecture) throws Exception {
    start(ReconcilerFixture.inProcess(architecture));
    fixture.engine.fail(error("CDC:ErrDispatcherFailed", "no such column"));
    ObservedChangefeed observed = fixture.passes(desired, 600, POLL);
    long resumes = fixture.changes().stream().filter(c -> c.equals("POST resume")).count();
    assertThat(resumes).isEqualTo(12);
    assertThat(reason(desired, observed)).isEqualTo(Reason.ChangefeedFailed);
    assertThat(fixture.health(desired, observed).ready().message())
        .contains("12 resumes", "spec.suspend", "no such column", "2026-11-25T00:00");
    fixture.engine.fail(Optional.empty());
    fixture.passes(ReconcilerFixture.suspended(desired, true), 2, POLL);
    observed = fixture.passes(desired, 40, POLL);
    assertThat(reason(desired, observed)).isEqualTo(Reason.Ready);
    assertThat(fixture.recorded.resumes()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  @FailureMode(
      fault = "TiDB's garbage collection has overtaken a changefeed",
      effect = "nothing happens by itself, because changes would be skipped",
      shown = "`ChangefeedLost`",
      action = "set `restartNonce`: an event says which span was skipped")
  void waitsForARestartNonceWhenLostToGc(Architecture architecture) throws Exception {
    start(architecture);
    fixture.server.force(
        ReconcilerFixture.ID, "failed", error("CDC:ErrSnapshotLostByGC", "the snapshot is lost"));
    ObservedChangefeed observed = fixture.passes(desired, 30, POLL);
    assertThat(fixture.changes()).isEmpty();
    assertThat(reason(desired, observed)).isEqualTo(Reason.ChangefeedLost);
    DesiredChangefeed restarted = ReconcilerFixture.restarted(desired, "1", 0);
    observed = fixture.passes(restarted, 3, POLL);
    assertThat(fixture.changes()).containsExactly("DELETE", "POST");
    assertThat(reason(restarted, observed)).isEqualTo(Reason.Ready);
    assertThat(fixture.lastEvent())
        .containsPattern("created from \\S+; changes between \\S+ and \\S+ were skipped");
  }

  @ParameterizedTest
  @EnumSource
  void eventNamesWhatARestartSendsAgain(Architecture architecture) throws Exception {
    start(architecture);
    long earlier = Tso.of(fixture.clock.instant().minusSeconds(3600));
    DesiredChangefeed restarted = ReconcilerFixture.restarted(desired, "1", earlier);
    fixture.passes(restarted, 2, POLL);
    assertThat(fixture.lastEvent()).contains("are sent again");
  }

  @ParameterizedTest
  @EnumSource
  @FailureMode(
      fault = "A changefeed's checkpoint stops advancing",
      effect = "it is paused and resumed up to three times",
      shown = "`ChangefeedStalled` at `ChangefeedReady` and `DataFlowing`",
      action = "restart the TiCDC pods, as the message says")
  void restartsAStalledChangefeedThreeTimes(Architecture architecture) throws Exception {
    start(ReconcilerFixture.inProcess(architecture));
    fixture.engine.stall(true);
    ObservedChangefeed observed = fixture.passes(desired, 20, POLL);
    assertThat(reason(desired, observed)).isEqualTo(Reason.ChangefeedStalled);
    assertThat(fixture.health(desired, observed).flowing().reason())
        .isEqualTo(Reason.ChangefeedStalled);
    assertThat(fixture.changes()).isEmpty();
    observed = fixture.passes(desired, 1000, POLL);
    assertThat(fixture.changes()).hasSize(6).startsWith("POST pause", "POST resume");
    assertThat(fixture.health(desired, observed).ready().message())
        .contains("restart the TiCDC pods");
    fixture.engine.stall(false);
    observed = fixture.passes(desired, 3, POLL);
    assertThat(fixture.health(desired, observed).flowing().reason()).isEqualTo(Reason.Replicating);
  }

  @ParameterizedTest
  @EnumSource
  void staysStoppedAndRetriesARejectedUpdate(Architecture architecture) throws Exception {
    start(architecture);
    fixture.engine.refuse(error("CDC:ErrSinkURIInvalid", "ErrKafkaNewProducer: dial tcp: timeout"));
    DesiredChangefeed larger = ReconcilerFixture.withMessageSize(desired, 2_000_000);
    ObservedChangefeed observed = fixture.passes(larger, 4, POLL);
    assertThat(observed.changefeed().orElseThrow().state()).isEqualTo("stopped");
    assertThat(reason(larger, observed)).isEqualTo(Reason.SinkUnreachable);
    assertThat(fixture.health(larger, observed).ready().message())
        .doesNotContain(ReconcilerFixture.PASSWORD);
    fixture.engine.refuse(Optional.empty());
    observed = fixture.passes(larger, 8, POLL);
    assertThat(reason(larger, observed)).isEqualTo(Reason.Ready);
    assertThat(fixture.server.sinkUri(ReconcilerFixture.ID)).contains("max-message-bytes=2000000");
  }

  @ParameterizedTest
  @EnumSource
  void createsOnlyOnceWhenTheAnswerIsLost(Architecture architecture) throws Exception {
    fixture = new ReconcilerFixture(architecture);
    fixture.server.faults().next("POST", "/changefeeds", Fault.loseAnswer());
    fixture.server.faults().next("GET", "/changefeeds/", Fault.slow(Duration.ofMillis(5)));
    ObservedChangefeed observed = fixture.passes(desired, 4, POLL);
    assertThat(fixture.engine.log()).containsExactly("start " + ReconcilerFixture.ID);
    assertThat(reason(desired, observed)).isEqualTo(Reason.Ready);
  }

  @ParameterizedTest
  @EnumSource
  void confirmsNotFoundBeforeCreating(Architecture architecture) throws Exception {
    start(architecture);
    fixture
        .server
        .faults()
        .next(
            "GET",
            ReconcilerFixture.ID,
            Fault.refuse(400, "CDC:ErrChangeFeedNotExists", "not exists"));
    fixture.pass(desired);
    assertThat(fixture.changes()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  @FailureMode(
      fault = "A changefeed is removed behind the operator's back",
      effect = "it is created again at its last position",
      shown = "an event with the position")
  void recreatesARemovedChangefeedAtItsPosition(Architecture architecture) throws Exception {
    start(architecture);
    long before = fixture.reconciler.last().progress().checkpoint();
    fixture.server.remove(ReconcilerFixture.ID);
    fixture.clock.advance(Duration.ofHours(1));
    ObservedChangefeed observed = fixture.pass(desired);
    assertThat(fixture.changes()).containsExactly("POST");
    assertThat(observed.recorded().position()).isEqualTo(before);
    assertThat(fixture.lastEvent()).contains("its last position");
  }

  @ParameterizedTest
  @EnumSource
  void correctsDrift(Architecture architecture) throws Exception {
    start(architecture);
    fixture.server.force(ReconcilerFixture.ID, "stopped", Optional.empty());
    fixture.clock.advance(Duration.ofSeconds(1));
    DesiredChangefeed edited = ReconcilerFixture.withMessageSize(desired, 4096);
    fixture.client.update(edited);
    fixture.client.resume(ReconcilerFixture.ID);
    fixture.server.clearCalls();
    fixture.pass(desired);
    assertThat(fixture.changes()).containsExactly("POST pause", "PUT", "POST resume");
    assertThat(fixture.server.sinkUri(ReconcilerFixture.ID)).contains("max-message-bytes=1048588");
  }

  @ParameterizedTest
  @EnumSource
  void stopsCorrectingDriftThatKeepsComingBack(Architecture architecture) throws Exception {
    start(architecture);
    String other = ReconcilerFixture.withMessageSize(desired, 4096).sink().text();
    for (int i = 0; i < 30; i++) {
      fixture.server.edit(ReconcilerFixture.ID, other);
      fixture.passes(desired, 2, POLL);
    }
    assertThat(fixture.changes().stream().filter("PUT"::equals)).hasSize(3);
    fixture.clock.advance(Duration.ofHours(1));
    fixture.passes(desired, 2, POLL);
    assertThat(fixture.server.sinkUri(ReconcilerFixture.ID)).isEqualTo(desired.sink().text());
  }

  @ParameterizedTest
  @EnumSource
  void changesNothingAfterAnOperatorRestart(Architecture architecture) throws Exception {
    start(architecture);
    fixture.restartOperator();
    fixture.passes(desired, 3, POLL);
    assertThat(fixture.changes()).isEmpty();
  }

  private Reason reason(DesiredChangefeed of, ObservedChangefeed observed) {
    return fixture.health(of, observed).ready().reason();
  }

  private static Optional<TicdcError> error(String code, String text) {
    return Optional.of(TicdcError.of(code, text));
  }
}
