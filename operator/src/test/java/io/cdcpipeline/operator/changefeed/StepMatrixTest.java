package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.testkit.ticdc.Architecture;
import io.cdcpipeline.testkit.ticdc.TicdcError;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every state of a changefeed × every change of the spec: which calls are made, in which order. */
class StepMatrixTest {
  /** Rows are states, columns are specs; calls are joined by "+". */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # server | state  | unchanged         | new config                    | suspended  | suspended, new config     | new restartNonce
          NEW     | absent    | POST              | POST                          | -          | -                         | POST
          NEW     | normal    | -                 | POST pause+PUT+POST resume    | POST pause | POST pause+PUT            | DELETE+POST
          NEW     | pending   | -                 | POST pause+PUT+POST resume    | POST pause | POST pause+PUT            | DELETE+POST
          NEW     | warning   | -                 | POST pause+PUT+POST resume    | POST pause | POST pause+PUT            | DELETE+POST
          NEW     | stopped   | POST resume       | PUT+POST resume               | -          | PUT                       | DELETE+POST
          NEW     | failed    | POST resume       | PUT+POST resume               | -          | PUT                       | DELETE+POST
          NEW     | lost      | -                 | -                             | -          | -                         | DELETE+POST
          NEW     | finished  | DELETE+POST       | DELETE+POST                   | -          | -                         | DELETE+POST
          NEW     | foreign   | -                 | -                             | -          | -                         | -
          NEW     | forgotten | POST pause+PUT+POST resume | POST pause+PUT+POST resume | POST pause+PUT | POST pause+PUT       | POST pause+PUT+POST resume
          CLASSIC | absent    | POST              | POST                          | -          | -                         | POST
          CLASSIC | normal    | -                 | POST pause+PUT+POST resume    | POST pause | POST pause+PUT            | DELETE+POST
          CLASSIC | pending   | -                 | POST pause+PUT+POST resume    | POST pause | POST pause+PUT            | DELETE+POST
          CLASSIC | warning   | -                 | POST pause+PUT+POST resume    | POST pause | POST pause+PUT            | DELETE+POST
          CLASSIC | stopped   | POST resume       | PUT+POST resume               | -          | PUT                       | DELETE+POST
          CLASSIC | failed    | POST resume       | PUT+POST resume               | -          | PUT                       | DELETE+POST
          CLASSIC | lost      | -                 | -                             | -          | -                         | DELETE+POST
          CLASSIC | finished  | DELETE+POST       | DELETE+POST                   | -          | -                         | DELETE+POST
          CLASSIC | foreign   | -                 | -                             | -          | -                         | -
          CLASSIC | forgotten | POST pause+PUT+POST resume | POST pause+PUT+POST resume | POST pause+PUT | POST pause+PUT       | POST pause+PUT+POST resume
          """)
  void makesTheseCalls(
      Architecture server,
      String state,
      String unchanged,
      String changed,
      String suspended,
      String suspendedChanged,
      String restarted)
      throws Exception {
    DesiredChangefeed desired = ReconcilerFixture.desired();
    DesiredChangefeed other = ReconcilerFixture.withMessageSize(desired, 2_000_000);
    assertThat(calls(server, state, desired)).as("unchanged").isEqualTo(unchanged);
    assertThat(calls(server, state, other)).as("new config").isEqualTo(changed);
    assertThat(calls(server, state, ReconcilerFixture.suspended(desired, true)))
        .as("suspended")
        .isEqualTo(suspended);
    assertThat(calls(server, state, ReconcilerFixture.suspended(other, true)))
        .as("suspended, new config")
        .isEqualTo(suspendedChanged);
    assertThat(calls(server, state, ReconcilerFixture.restarted(desired, "7", 0)))
        .as("new restartNonce")
        .isEqualTo(restarted);
  }

  private static String calls(Architecture architecture, String state, DesiredChangefeed desired)
      throws Exception {
    try (ReconcilerFixture fixture = new ReconcilerFixture(architecture)) {
      arrange(fixture, state);
      fixture.server.clearCalls();
      fixture.pass(desired);
      List<String> changes = fixture.changes();
      String calls = changes.isEmpty() ? "-" : String.join("+", changes);
      fixture.server.clearCalls();
      fixture.clock.advance(Duration.ofSeconds(2));
      fixture.pass(desired);
      assertThat(fixture.changes()).as("a second pass changes nothing").isEmpty();
      return calls;
    }
  }

  private static void arrange(ReconcilerFixture fixture, String state) throws Exception {
    if (state.equals("absent")) {
      return;
    }
    fixture.pass(
        state.equals("foreign")
            ? ReconcilerFixture.ownedBy("cdc-pipeline_other.shop")
            : ReconcilerFixture.desired());
    assertThat(fixture.recorded.created()).isTrue();
    switch (state) {
      case "foreign", "forgotten" -> fixture.recorded = ChangefeedState.NONE;
      case "stopped" -> fixture.server.force(ReconcilerFixture.ID, "stopped", Optional.empty());
      case "lost" ->
          fixture.server.force(ReconcilerFixture.ID, "failed", error("CDC:ErrGCTTLExceeded"));
      case "failed" -> fixture.server.force(ReconcilerFixture.ID, "failed", error("CDC:ErrOther"));
      case "warning" -> fixture.engine.fail(error("CDC:ErrOther"));
      case "normal" -> fixture.clock.advance(Duration.ofSeconds(1));
      default ->
          fixture.server.force(
              ReconcilerFixture.ID, state.toLowerCase(Locale.ROOT), Optional.empty());
    }
    fixture.clock.advance(Duration.ofSeconds(1));
  }

  private static Optional<TicdcError> error(String code) {
    return Optional.of(TicdcError.of(code, "injected by the test"));
  }
}
