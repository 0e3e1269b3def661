package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.testkit.ticdc.Architecture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ten thousand random changes of wish and state and faults of the network: the changefeed always
 * comes to what the spec wants, is never created twice and never dropped by mistake.
 */
class SoakTest {
  private static final int STEPS = 5_000;
  private static final int STEPS_BETWEEN_CALMS = 10;
  private static final Duration POLL = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(30);

  @ParameterizedTest
  @EnumSource
  void alwaysConverges(Architecture architecture) throws Exception {
    long seed = Long.getLong("soak.seed", 20261124L);
    try (Scene scene = new Scene(architecture)) {
      Disturbances disturbances = new Disturbances(scene, new Random(seed));
      List<Duration> times = new ArrayList<>();
      for (int step = 1; step <= STEPS; step++) {
        disturbances.next();
        disturbances.pass();
        if (step % STEPS_BETWEEN_CALMS == 0) {
          times.add(converge(scene, disturbances, "seed " + seed + ", step " + step));
        }
      }
      report(architecture, disturbances, times);
    }
  }

  private static Duration converge(Scene scene, Disturbances disturbances, String where)
      throws Exception {
    disturbances.calm();
    Instant from = scene.clock.instant();
    while (!asWished(scene, disturbances.wish())) {
      Duration passed = Duration.between(from, scene.clock.instant());
      assertThat(passed)
          .as("%s: %s %s", where, disturbances.recent(), scene.memory)
          .isLessThan(LONGEST);
      scene.clock.advance(POLL);
      ObservedChangefeed seen = disturbances.pass();
      disturbances.actAsAPersonWould(reason(scene, disturbances.wish(), seen));
    }
    disturbances.check(where);
    return Duration.between(from, scene.clock.instant());
  }

  private static boolean asWished(Scene scene, DesiredChangefeed wish) {
    if (scene.server.ids().isEmpty()) {
      return wish.suspended();
    }
    String state = scene.server.state(Scene.ID);
    if (wish.suspended() && beyondUpdate(scene, state)) {
      return true;
    }
    boolean stateFits = wish.suspended() ? resting(state) : state.equals("normal");
    return stateFits
        && scene.server.sinkUri(Scene.ID).equals(wish.sink().text())
        && scene.memory.created()
        && (wish.suspended() || scene.memory.nonce().equals(wish.nonce()));
  }

  private static boolean beyondUpdate(Scene scene, String state) {
    boolean lost = scene.loop.last().changefeed().filter(Changefeed::lostByGc).isPresent();
    return lost || state.equals("finished");
  }

  private static boolean resting(String state) {
    return state.equals("stopped") || state.equals("failed") || state.equals("finished");
  }

  private static Reason reason(Scene scene, DesiredChangefeed wish, ObservedChangefeed seen) {
    return new ChangefeedHealth(wish, seen, "", scene.clock.instant()).ready().reason();
  }

  private static void report(
      Architecture architecture, Disturbances disturbances, List<Duration> times) {
    List<Duration> sorted = times.stream().filter(t -> !t.isZero()).sorted().toList();
    System.out.printf(
        "soak %s: %d steps (%s), %d calms of which %d had to converge: p50 %d s, p99 %d s, max %d s"
            + " of pipeline time%n",
        architecture,
        STEPS,
        disturbances.summary(),
        times.size(),
        sorted.size(),
        sorted.get(sorted.size() / 2).toSeconds(),
        sorted.get(sorted.size() * 99 / 100).toSeconds(),
        sorted.get(sorted.size() - 1).toSeconds());
  }
}
