package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.testkit.clock.ManualClock;
import io.cdcpipeline.testkit.fault.FailureMode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private final ManualClock system = new ManualClock(Instant.parse("2026-01-01T12:00:00Z"));
  private long nanos;
  private final SteadyClock clock = new SteadyClock(system, () -> nanos);

  private void pass(Duration time) {
    nanos += time.toNanos();
    system.advance(time);
  }

  @Test
  void isTheSystemsClock() {
    pass(Duration.ofMinutes(5));
    assertThat(clock.instant()).isEqualTo("2026-01-01T12:05:00Z");
  }

  @Test
  @FailureMode(
      fault = "The clock of the operator's node is set back",
      effect =
          "what is due is done on time; the operator's clock runs a tenth slower until both agree")
  void runsSlowerAfterTheSystemsClockWasSetBackUntilBothAgree() {
    pass(Duration.ofMinutes(5));
    system.advance(Duration.ofMinutes(-10));
    assertThat(clock.instant()).isEqualTo("2026-01-01T12:04:30Z");

    pass(Duration.ofMinutes(10));
    assertThat(clock.instant()).isEqualTo("2026-01-01T12:13:30Z");
    pass(Duration.ofHours(2));
    assertThat(clock.instant()).isEqualTo(system.instant());
  }

  @Test
  void neverGoesBack() {
    var before = clock.instant();
    system.advance(Duration.ofDays(-1));
    assertThat(clock.instant()).isEqualTo(before);
  }

  @Test
  void followsASystemsClockThatWasSetForward() {
    system.advance(Duration.ofHours(8));
    assertThat(clock.instant()).isEqualTo("2026-01-01T20:00:00Z");
  }
}
