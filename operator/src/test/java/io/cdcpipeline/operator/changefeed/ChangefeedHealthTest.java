package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.api.ChangefeedStatus;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus.Verdict;
import io.cdcpipeline.testkit.ticdc.Architecture;
import io.cdcpipeline.testkit.ticdc.Fault;
import io.cdcpipeline.testkit.ticdc.TicdcError;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Conditions and status section, each reached through real passes. */
class ChangefeedHealthTest {
  private static final Duration POLL = Duration.ofSeconds(10);
  private final DesiredChangefeed desired = ReconcilerFixture.desired();
  private ReconcilerFixture fixture;

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @EnumSource
  void statusOfAHealthyChangefeedStaysTheSame(Architecture architecture) throws Exception {
    fixture = new ReconcilerFixture(architecture);
    ObservedChangefeed observed = fixture.passes(desired, 3, POLL);
    assertThat(ready(desired, observed).reason()).isEqualTo(Reason.Ready);
    assertThat(fixture.health(desired, observed).flowing().reason()).isEqualTo(Reason.Replicating);
    ChangefeedStatus first = section(desired, observed, null);
    assertThat(first.state()).isEqualTo("normal");
    assertThat(first.lagSeconds()).isZero();
    ChangefeedStatus status = first;
    for (int i = 0; i < 50; i++) {
      fixture.clock.advance(POLL);
      status = section(desired, fixture.pass(desired), status);
    }
    assertThat(status).isEqualTo(first);
    observed = fixture.passes(desired, 20, POLL);
    assertThat(section(desired, observed, status).checkpoint()).isGreaterThan(first.checkpoint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CDC:ErrMessageTooLarge        | MessageTooLarge    | raise spec.changefeed.maxMessageBytes
          CDC:ErrKafkaAsyncSendMessage  | SinkUnreachable    | check brokers, topic and credentials
          CDC:ErrColumnSelectorFailed   | ChangefeedRejected  | correct spec.changefeed
          CDC:ErrSomethingElse          | ChangefeedRetrying | is retrying by itself
          CDC:ErrSnapshotLostByGC       | ChangefeedLost     | restartNonce
          """)
  void errorsHaveReasonAndAdvice(String code, Reason reason, String advice) throws Exception {
    fixture = new ReconcilerFixture(Architecture.NEW);
    fixture.passes(desired, 2, POLL);
    fixture.engine.fail(Optional.of(TicdcError.of(code, "TiCDC's own text")));
    Verdict ready = ready(desired, fixture.pass(desired));
    assertThat(ready.reason()).isEqualTo(reason);
    assertThat(ready.message()).contains(advice, "TiCDC's own text");
  }

  @ParameterizedTest
  @EnumSource
  void suspendedNamesTheResumeDeadline(Architecture architecture) throws Exception {
    fixture = new ReconcilerFixture(architecture);
    fixture.passes(desired, 2, POLL);
    DesiredChangefeed suspended = ReconcilerFixture.suspended(desired, true);
    ObservedChangefeed observed = fixture.passes(suspended, 2, POLL);
    assertThat(ready(suspended, observed).reason()).isEqualTo(Reason.Suspended);
    assertThat(fixture.health(suspended, observed).flowing().reason()).isEqualTo(Reason.Suspended);
    ChangefeedStatus status = section(suspended, observed, null);
    assertThat(status.resumableUntil()).startsWith("2026-11-25T00:00");
    assertThat(status.lagSeconds()).isNull();
    fixture.clock.advance(Duration.ofHours(13));
    observed = fixture.pass(suspended);
    assertThat(ready(suspended, observed).reason()).isEqualTo(Reason.SuspendedNearDeadline);
    assertThat(ready(suspended, observed).message()).contains("2026-11-25T00:00");
    boolean classic = architecture == Architecture.CLASSIC;
    assertThat(ready(suspended, observed).message())
        .contains(classic ? "are lost" : "its storage grows");
    fixture.clock.advance(Duration.ofHours(12));
    observed = fixture.passes(desired, 3, POLL);
    assertThat(ready(desired, observed).reason())
        .isEqualTo(classic ? Reason.ChangefeedLost : Reason.Ready);
  }

  @ParameterizedTest
  @EnumSource
  void namesSkippedTablesWithinTwoMinutes(Architecture architecture) throws Exception {
    fixture = new ReconcilerFixture(architecture);
    fixture.passes(desired, 3, POLL);
    fixture.engine.tableWithoutKey("shop", "notes");
    Verdict ready = ready(desired, fixture.passes(desired, 12, POLL));
    assertThat(ready.reason()).isEqualTo(Reason.TablesWithoutKey);
    assertThat(ready.isReady()).isTrue();
    assertThat(ready.message()).contains("shop.notes", "tablesWithoutKey: Replicate");
  }

  @ParameterizedTest
  @EnumSource
  void namesRulesThatMatchNothing(Architecture architecture) throws Exception {
    fixture = new ReconcilerFixture(architecture);
    DesiredChangefeed more = ReconcilerFixture.withTables(desired, "shop.orders", "shop.later");
    Verdict ready = ready(more, fixture.passes(more, 2, POLL));
    assertThat(ready.reason()).isEqualTo(Reason.RulesWithoutTables);
    assertThat(ready.message()).contains("shop.later").doesNotContain("shop.orders");
    DesiredChangefeed none = ReconcilerFixture.withTables(desired, "nothing.*", "!nothing.x");
    ready = ready(none, fixture.passes(none, 2, POLL));
    assertThat(ready.reason()).isEqualTo(Reason.NoMatchingTables);
    assertThat(ready.message()).contains("nothing.*");
    fixture.engine.table("nothing", "now");
    assertThat(ready(none, fixture.passes(none, 12, POLL)).reason()).isEqualTo(Reason.Ready);
  }

  @ParameterizedTest
  @EnumSource
  void toleratesASilentTicdcForAMoment(Architecture architecture) throws Exception {
    fixture = new ReconcilerFixture(architecture);
    fixture.passes(desired, 3, POLL);
    fixture.server.faults().always("", "/api", Fault.loseRequest());
    assertThat(ready(desired, fixture.pass(desired)).reason()).isEqualTo(Reason.Ready);
    ObservedChangefeed observed = fixture.passes(desired, 8, POLL);
    assertThat(ready(desired, observed).reason()).isEqualTo(Reason.Unreachable);
    assertThat(fixture.health(desired, observed).flowing().isReady()).isFalse();
    assertThat(section(desired, observed, null).lagSeconds()).as("unknown lag").isNull();
    fixture.server.faults().clear();
    fixture.server.initialised(false);
    assertThat(ready(desired, fixture.passes(desired, 8, POLL)).reason())
        .isEqualTo(Reason.TicdcNotReady);
  }

  @ParameterizedTest
  @EnumSource
  void anErrorResponseIsNotSilence(Architecture architecture) throws Exception {
    fixture = new ReconcilerFixture(architecture);
    fixture.passes(desired, 3, POLL);
    fixture
        .server
        .faults()
        .always("", "/api", Fault.refuse(500, "CDC:ErrPDEtcdAPIError", "etcd is down"));
    assertThat(ready(desired, fixture.passes(desired, 8, POLL)).reason())
        .isEqualTo(Reason.RemoteError);
  }

  @ParameterizedTest
  @EnumSource
  void aForeignChangefeedIsANameConflict(Architecture architecture) throws Exception {
    fixture = new ReconcilerFixture(architecture);
    fixture.pass(ReconcilerFixture.ownedBy("cdc-pipeline_other.shop"));
    fixture.recorded = ChangefeedState.NONE;
    assertThat(ready(desired, fixture.pass(desired)).reason()).isEqualTo(Reason.NameConflict);
  }

  /** The state between removal and absence. */
  @ParameterizedTest
  @EnumSource
  void aRemovedChangefeedIsNotResumed(Architecture architecture) throws Exception {
    fixture = new ReconcilerFixture(architecture);
    ObservedChangefeed observed = fixture.passes(desired, 3, POLL);
    Changefeed was = observed.changefeed().get();
    Changefeed removed =
        new Changefeed(
            was.id(),
            "removed",
            was.checkpointTs(),
            was.error(),
            was.sink(),
            was.config(),
            was.architecture());
    observed =
        new ObservedChangefeed(
            Optional.of(removed),
            false,
            observed.drift(),
            observed.progress(),
            observed.position(),
            observed.tables(),
            observed.recorded(),
            observed.queryFailure(),
            observed.stepFailure(),
            observed.at());
    assertThat(ready(desired, observed).message()).isEqualTo("TiCDC is removing the changefeed");
  }

  private ChangefeedStatus section(
      DesiredChangefeed of, ObservedChangefeed observed, ChangefeedStatus before) {
    return ChangefeedStatusSection.of(of, observed, before, fixture.health(of, observed).silent());
  }

  private Verdict ready(DesiredChangefeed of, ObservedChangefeed observed) {
    return fixture.health(of, observed).ready();
  }
}
