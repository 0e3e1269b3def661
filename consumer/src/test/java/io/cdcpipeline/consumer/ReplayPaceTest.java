package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReplayPaceTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may overflow
  private final Time time = new Time(nanos::get, () -> 0);
  private final ReplayPace pace = new ReplayPace(1000, time);

  @Test
  void whatIsWrittenDelaysWhatFollows() {
    assertThat(mayWrite()).isTrue();
    pace.wrote(500);
    assertThat(mayWrite()).isFalse();
    pass(499);
    assertThat(mayWrite()).isFalse();
    pass(1);
    assertThat(mayWrite()).isTrue();
  }

  @Test
  void timeWithoutLinesIsNotSavedUp() {
    pass(60_000);
    pace.wrote(1000);
    pace.wrote(1000);
    pass(1999);
    assertThat(mayWrite()).isFalse();
    pass(1);
    assertThat(mayWrite()).isTrue();
  }

  private void pass(long millis) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** Whether it returns without asking if it is to stop. */
  private boolean mayWrite() {
    boolean[] asked = {false};
    pace.await(
        () -> {
          asked[0] = true;
          return true;
        });
    return !asked[0];
  }
}
