package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReplayWatchdogTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong progress = new AtomicLong();
  private final ReplayWatchdog watchdog =
      new ReplayWatchdog(progress::get, new Time(nanos::get, () -> 0));

  @Test
  void waitsTenMinutesForTheNextStep() {
    for (int hour = 0; hour < 24; hour++) {
      progress.incrementAndGet();
      assertThat(watchdog.expired()).isFalse();
      after(Duration.ofMinutes(10).minusNanos(1));
      assertThat(watchdog.expired()).as("hour %d", hour).isFalse();
    }
    after(Duration.ofNanos(1));
    assertThat(watchdog.expired()).isTrue();
  }

  private void after(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
