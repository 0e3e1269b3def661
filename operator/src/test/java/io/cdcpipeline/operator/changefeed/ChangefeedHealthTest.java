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

/** Conditions and status section, each reached as it would be in life. */
class ChangefeedHealthTest {
  private static final Duration POLL = Duration.ofSeconds(10);
  private final DesiredChangefeed wish = Scene.wish();
  private Scene scene;

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @EnumSource
  void aHealthyOneWritesTheSameStatusAgainAndAgain(Architecture architecture) throws Exception {
    scene = new Scene(architecture);
    ObservedChangefeed seen = scene.passes(wish, 3, POLL);
    assertThat(ready(wish, seen).reason()).isEqualTo(Reason.Ready);
    assertThat(health(wish, seen).flowing().reason()).isEqualTo(Reason.Replicating);
    ChangefeedStatus first = section(wish, seen, null);
    assertThat(first.state()).isEqualTo("normal");
    assertThat(first.lagSeconds()).isZero();
    ChangefeedStatus status = first;
    for (int i = 0; i < 50; i++) {
      scene.clock.advance(POLL);
      status = section(wish, scene.pass(wish), status);
    }
    assertThat(status).isEqualTo(first);
    seen = scene.passes(wish, 20, POLL);
    assertThat(section(wish, seen, status).checkpoint()).isGreaterThan(first.checkpoint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CDC:ErrMessageTooLarge        | MessageTooLarge    | raise spec.changefeed.maxMessageBytes
          CDC:ErrKafkaAsyncSendMessage  | SinkUnreachable    | check brokers, topic and credentials
          CDC:ErrColumnSelectorFailed   | ChangefeedRejected  | correct spec.changefeed
          CDC:ErrSomethingElse          | ChangefeedRetrying | retries by itself
          CDC:ErrSnapshotLostByGC       | ChangefeedLost     | restartNonce
          """)
  void everyErrorHasItsReasonAndAdvice(String code, Reason reason, String advice) throws Exception {
    scene = new Scene(Architecture.NEW);
    scene.passes(wish, 2, POLL);
    scene.engine.fail(Optional.of(TicdcError.of(code, "in TiCDC's words")));
    Verdict ready = ready(wish, scene.pass(wish));
    assertThat(ready.reason()).isEqualTo(reason);
    assertThat(ready.message()).contains(advice, "in TiCDC's words");
  }

  @ParameterizedTest
  @EnumSource
  void suspendedSaysUntilWhenAndWarnsInTime(Architecture architecture) throws Exception {
    scene = new Scene(architecture);
    scene.passes(wish, 2, POLL);
    DesiredChangefeed suspended = Scene.suspended(wish, true);
    ObservedChangefeed seen = scene.passes(suspended, 2, POLL);
    assertThat(ready(suspended, seen).reason()).isEqualTo(Reason.Suspended);
    assertThat(health(suspended, seen).flowing().reason()).isEqualTo(Reason.Suspended);
    ChangefeedStatus status = section(suspended, seen, null);
    assertThat(status.resumableUntil()).startsWith("2026-11-25T00:00");
    assertThat(status.lagSeconds()).isNull();
    scene.clock.advance(Duration.ofHours(13));
    seen = scene.pass(suspended);
    assertThat(ready(suspended, seen).reason()).isEqualTo(Reason.SuspendedNearDeadline);
    assertThat(ready(suspended, seen).message()).contains("2026-11-25T00:00");
    boolean classic = architecture == Architecture.CLASSIC;
    assertThat(ready(suspended, seen).message())
        .contains(classic ? "are lost" : "its storage grows");
    scene.clock.advance(Duration.ofHours(12));
    seen = scene.passes(wish, 3, POLL);
    assertThat(ready(wish, seen).reason())
        .isEqualTo(classic ? Reason.ChangefeedLost : Reason.Ready);
  }

  @ParameterizedTest
  @EnumSource
  void tablesThatAreNotSentAreNamedWithinTwoMinutes(Architecture architecture) throws Exception {
    scene = new Scene(architecture);
    scene.passes(wish, 3, POLL);
    scene.engine.tableWithoutKey("shop", "notes");
    Verdict ready = ready(wish, scene.passes(wish, 12, POLL));
    assertThat(ready.reason()).isEqualTo(Reason.TablesWithoutKey);
    assertThat(ready.isReady()).isTrue();
    assertThat(ready.message()).contains("shop.notes", "tablesWithoutKey: Replicate");
  }

  @ParameterizedTest
  @EnumSource
  void rulesThatMatchNothingAreNamed(Architecture architecture) throws Exception {
    scene = new Scene(architecture);
    DesiredChangefeed more = Scene.tables(wish, "shop.orders", "shop.later");
    Verdict ready = ready(more, scene.passes(more, 2, POLL));
    assertThat(ready.reason()).isEqualTo(Reason.RulesWithoutTables);
    assertThat(ready.message()).contains("shop.later").doesNotContain("shop.orders");
    DesiredChangefeed none = Scene.tables(wish, "nothing.*", "!nothing.x");
    ready = ready(none, scene.passes(none, 2, POLL));
    assertThat(ready.reason()).isEqualTo(Reason.NoMatchingTables);
    assertThat(ready.message()).contains("nothing.*");
    scene.engine.table("nothing", "now");
    assertThat(ready(none, scene.passes(none, 12, POLL)).reason()).isEqualTo(Reason.Ready);
  }

  @ParameterizedTest
  @EnumSource
  void aSilentTicdcIsForgivenAMomentOnly(Architecture architecture) throws Exception {
    scene = new Scene(architecture);
    scene.passes(wish, 3, POLL);
    scene.server.faults().always("", "/api", Fault.loseRequest());
    assertThat(ready(wish, scene.pass(wish)).reason()).isEqualTo(Reason.Ready);
    ObservedChangefeed seen = scene.passes(wish, 8, POLL);
    assertThat(ready(wish, seen).reason()).isEqualTo(Reason.Unreachable);
    assertThat(health(wish, seen).flowing().isReady()).isFalse();
    assertThat(section(wish, seen, null).lagSeconds()).as("lag that nobody knows").isNull();
    scene.server.faults().clear();
    scene.server.initialised(false);
    assertThat(ready(wish, scene.passes(wish, 8, POLL)).reason()).isEqualTo(Reason.TicdcNotReady);
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatIsAnErrorIsNotSilence(Architecture architecture) throws Exception {
    scene = new Scene(architecture);
    scene.passes(wish, 3, POLL);
    scene
        .server
        .faults()
        .always("", "/api", Fault.refuse(500, "CDC:ErrPDEtcdAPIError", "etcd is down"));
    assertThat(ready(wish, scene.passes(wish, 8, POLL)).reason()).isEqualTo(Reason.RemoteError);
  }

  @ParameterizedTest
  @EnumSource
  void aStrangersChangefeedIsLeftAlone(Architecture architecture) throws Exception {
    scene = new Scene(architecture);
    scene.pass(Scene.ownedBy("cdc-pipeline_other.shop"));
    scene.memory = ChangefeedState.NONE;
    assertThat(ready(wish, scene.pass(wish)).reason()).isEqualTo(Reason.NameConflict);
  }

  /** Between its removal and its absence. */
  @ParameterizedTest
  @EnumSource
  void aRemovedOneIsNotResumed(Architecture architecture) throws Exception {
    scene = new Scene(architecture);
    ObservedChangefeed seen = scene.passes(wish, 3, POLL);
    Changefeed was = seen.changefeed().get();
    Changefeed removed =
        new Changefeed(
            was.id(),
            "removed",
            was.checkpointTs(),
            was.trouble(),
            was.sink(),
            was.config(),
            was.architecture());
    seen =
        seen.answered(Optional.of(removed), seen.progress(), seen.memory(), scene.clock.instant());
    assertThat(ready(wish, seen).message()).isEqualTo("TiCDC is removing the changefeed");
  }

  private ChangefeedStatus section(
      DesiredChangefeed of, ObservedChangefeed seen, ChangefeedStatus before) {
    return ChangefeedStatusSection.of(of, seen, before, health(of, seen).silent());
  }

  private ChangefeedHealth health(DesiredChangefeed of, ObservedChangefeed seen) {
    return new ChangefeedHealth(of, seen, "", scene.clock.instant());
  }

  private Verdict ready(DesiredChangefeed of, ObservedChangefeed seen) {
    return health(of, seen).ready();
  }
}
