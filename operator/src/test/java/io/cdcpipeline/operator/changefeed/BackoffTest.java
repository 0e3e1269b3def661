package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Delays between attempts. */
class BackoffTest {
  @Test
  void doublesUpToTheMaximum() {
    assertThat(Backoff.RESUME.after(0)).isZero();
    assertThat(Backoff.RESUME.after(1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(Backoff.RESUME.after(4)).isEqualTo(Duration.ofSeconds(80));
    assertThat(Backoff.RESUME.after(1000)).isEqualTo(Duration.ofMinutes(10));
  }
}
