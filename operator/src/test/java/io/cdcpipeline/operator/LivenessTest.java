package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LivenessTest {
  private final AtomicLong now = new AtomicLong();
  private final AtomicBoolean watching = new AtomicBoolean(true);
  private final Liveness liveness = new Liveness(watching::get, now::get);

  @Test
  void aWatchThatIsLostForMinutesEndsTheProcess() {
    watching.set(false);
    after(Liveness.TOLERATED.toSeconds());
    assertThat(liveness.live()).isTrue();

    after(1);
    assertThat(liveness.live()).isFalse();
  }

  @Test
  void aWatchThatComesBackStartsTheCountAgain() {
    for (int i = 0; i < 10; i++) {
      watching.set(i % 2 == 0);
      after(Liveness.TOLERATED.toSeconds());
      assertThat(liveness.live()).isTrue();
    }
  }

  private void after(long seconds) {
    now.addAndGet(seconds * 1_000_000_000L);
  }
}
