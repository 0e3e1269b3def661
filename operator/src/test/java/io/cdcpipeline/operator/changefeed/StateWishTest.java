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

/** Every state of a changefeed × every wish: which calls are made, in which order. */
class StateWishTest {
  /** One row is one state; columns are wishes; calls are joined by "+". */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # server | state   | as it is          | another config                | suspended  | suspended, another config | new restartNonce
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
  void leadsToTheseCalls(
      Architecture server,
      String state,
      String asIs,
      String changed,
      String suspended,
      String suspendedChanged,
      String restarted)
      throws Exception {
    DesiredChangefeed wish = Scene.wish();
    DesiredChangefeed other = Scene.sized(wish, 2_000_000);
    assertThat(calls(server, state, wish)).as("as it is").isEqualTo(asIs);
    assertThat(calls(server, state, other)).as("another config").isEqualTo(changed);
    assertThat(calls(server, state, Scene.suspended(wish, true)))
        .as("suspended")
        .isEqualTo(suspended);
    assertThat(calls(server, state, Scene.suspended(other, true)))
        .as("suspended, another config")
        .isEqualTo(suspendedChanged);
    assertThat(calls(server, state, Scene.restarted(wish, "7", 0)))
        .as("new restartNonce")
        .isEqualTo(restarted);
  }

  private static String calls(Architecture architecture, String state, DesiredChangefeed wish)
      throws Exception {
    try (Scene scene = new Scene(architecture)) {
      arrange(scene, state);
      scene.server.clearCalls();
      scene.pass(wish);
      List<String> changes = scene.changes();
      String calls = changes.isEmpty() ? "-" : String.join("+", changes);
      scene.server.clearCalls();
      scene.clock.advance(Duration.ofSeconds(2));
      scene.pass(wish);
      assertThat(scene.changes()).as("a second pass changes nothing").isEmpty();
      return calls;
    }
  }

  private static void arrange(Scene scene, String state) throws Exception {
    if (state.equals("absent")) {
      return;
    }
    scene.pass(state.equals("foreign") ? Scene.ownedBy("cdc-pipeline_other.shop") : Scene.wish());
    assertThat(scene.memory.created()).isTrue();
    switch (state) {
      case "foreign", "forgotten" -> scene.memory = ChangefeedState.NONE;
      case "stopped" -> scene.server.force(Scene.ID, "stopped", Optional.empty());
      case "lost" -> scene.server.force(Scene.ID, "failed", error("CDC:ErrGCTTLExceeded"));
      case "failed" -> scene.server.force(Scene.ID, "failed", error("CDC:ErrOther"));
      case "warning" -> scene.engine.fail(error("CDC:ErrOther"));
      case "normal" -> scene.clock.advance(Duration.ofSeconds(1));
      default -> scene.server.force(Scene.ID, state.toLowerCase(Locale.ROOT), Optional.empty());
    }
    scene.clock.advance(Duration.ofSeconds(1));
  }

  private static Optional<TicdcError> error(String code) {
    return Optional.of(TicdcError.of(code, "as ordered"));
  }
}
