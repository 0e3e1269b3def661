package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentAnswersTest {
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final RecentAnswers recent = new RecentAnswers(clock);
  private int asked;

  private void ask(String namespace, String component) {
    recent.get(
        namespace,
        Map.of("component", component),
        () -> {
          asked++;
          return Optional.empty();
        });
  }

  @Test
  void podsAreDiagnosedOnceInTenSeconds() {
    ask("shop", "consumer");
    ask("shop", "consumer");
    assertThat(asked).isEqualTo(1);
    ask("shop", "ticdc");
    ask("other", "consumer");
    assertThat(asked).isEqualTo(3);

    clock.advance(Duration.ofSeconds(10));
    ask("shop", "consumer");
    assertThat(asked).isEqualTo(4);
  }
}
