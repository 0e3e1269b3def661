package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.fault.LongFault;
import io.cdcpipeline.testkit.ticdc.Architecture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ten thousand random spec changes, state changes and network faults: the changefeed always
 * converges to the spec, is never created twice and never removed by mistake.
 */
@LongFault
class SoakTest {
  private static final int STEPS = 5_000;
  private static final int STEPS_BETWEEN_CHECKS = 10;
  private static final Duration POLL = Duration.ofSeconds(10);
  private static final Duration MAX_TIME_TO_CONVERGE = Duration.ofMinutes(30);

  @ParameterizedTest
  @EnumSource
  @FailureMode(
      fault = "Ten thousand random changes of the spec, of TiCDC's state and of the network",
      effect = "the changefeed always converges to the spec; it is never created twice or lost")
  void alwaysConverges(Architecture architecture) throws Exception {
    long seed = Long.getLong("soak.seed", 20261124L);
    try (ReconcilerFixture fixture = ReconcilerFixture.inProcess(architecture)) {
      ChaosActions chaos = new ChaosActions(fixture, new Random(seed));
      List<Duration> times = new ArrayList<>();
      for (int step = 1; step <= STEPS; step++) {
        chaos.next();
        chaos.pass();
        if (step % STEPS_BETWEEN_CHECKS == 0) {
          times.add(converge(fixture, chaos, "seed " + seed + ", step " + step));
        }
      }
      report(architecture, chaos, times);
    }
  }

  private static Duration converge(ReconcilerFixture fixture, ChaosActions chaos, String where)
      throws Exception {
    chaos.stopFaults();
    Instant from = fixture.clock.instant();
    while (!matchesSpec(fixture, chaos.desired())) {
      Duration passed = Duration.between(from, fixture.clock.instant());
      assertThat(passed)
          .as("%s: %s %s", where, chaos.recent(), fixture.recorded)
          .isLessThan(MAX_TIME_TO_CONVERGE);
      fixture.clock.advance(POLL);
      ObservedChangefeed observed = chaos.pass();
      chaos.actAsAUserWould(reason(fixture, chaos.desired(), observed));
    }
    chaos.check(where);
    return Duration.between(from, fixture.clock.instant());
  }

  private static boolean matchesSpec(ReconcilerFixture fixture, DesiredChangefeed desired) {
    if (fixture.server.ids().isEmpty()) {
      return desired.suspended();
    }
    String state = fixture.server.state(ReconcilerFixture.ID);
    if (desired.suspended() && beyondRepair(fixture, state)) {
      return true;
    }
    boolean stateFits = desired.suspended() ? stopped(state) : state.equals("normal");
    return stateFits
        && fixture.server.sinkUri(ReconcilerFixture.ID).equals(desired.sink().text())
        && fixture.recorded.created()
        && (desired.suspended() || fixture.recorded.nonce().equals(desired.nonce()));
  }

  private static boolean beyondRepair(ReconcilerFixture fixture, String state) {
    boolean lost = fixture.reconciler.last().changefeed().filter(Changefeed::lostToGc).isPresent();
    return lost || state.equals("finished");
  }

  private static boolean stopped(String state) {
    return state.equals("stopped") || state.equals("failed") || state.equals("finished");
  }

  private static Reason reason(
      ReconcilerFixture fixture, DesiredChangefeed desired, ObservedChangefeed observed) {
    return new ChangefeedHealth(desired, observed, "", fixture.clock.instant()).ready().reason();
  }

  private static void report(Architecture architecture, ChaosActions chaos, List<Duration> times) {
    List<Duration> sorted = times.stream().filter(t -> !t.isZero()).sorted().toList();
    System.out.printf(
        "soak %s: %d steps (%s), %d checks, %d of which had to wait: p50 %d s, p99 %d s, max %d s"
            + " of pipeline time%n",
        architecture,
        STEPS,
        chaos.summary(),
        times.size(),
        sorted.size(),
        sorted.get(sorted.size() / 2).toSeconds(),
        sorted.get(sorted.size() * 99 / 100).toSeconds(),
        sorted.get(sorted.size() - 1).toSeconds());
  }
}
