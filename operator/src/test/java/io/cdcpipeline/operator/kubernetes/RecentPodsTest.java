package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentPodsTest {
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final RecentPods recent = new RecentPods(clock);
  private int lists;

  private void ask(String namespace, String component) {
    recent.get(
        namespace,
        Map.of("component", component),
        () -> {
          lists++;
          return List.of();
        });
  }

  @Test
  void thePodsOfACertainKindAreListedOnceInTenSeconds() {
    ask("shop", "consumer");
    ask("shop", "consumer");
    assertThat(lists).isEqualTo(1);
    ask("shop", "ticdc");
    ask("other", "consumer");
    assertThat(lists).isEqualTo(3);

    clock.advance(Duration.ofSeconds(10));
    ask("shop", "consumer");
    assertThat(lists).isEqualTo(4);
  }
}
