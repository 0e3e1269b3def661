package io.cdcpipeline.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LastHourTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void sumsCounterIncreases() {
    try (LastHour hour = LastHour.start(Counts::empty)) {
      hour.read(counts(5), NOON);
      hour.read(counts(8), NOON.plusSeconds(2));

      assertThat(hour.increase()).isEqualTo(Map.of("insert", 8L));
    }
  }

  @Test
  void treatsADecreaseAsAReset() {
    try (LastHour hour = LastHour.start(Counts::empty)) {
      hour.read(counts(5), NOON);
      hour.read(counts(2), NOON.plusSeconds(2));

      assertThat(hour.increase()).isEqualTo(Map.of("insert", 7L));
    }
  }

  @Test
  void dropsWhatIsOlderThanAnHour() {
    try (LastHour hour = LastHour.start(Counts::empty)) {
      hour.read(counts(5), NOON);
      hour.read(counts(6), NOON.plus(Duration.ofMinutes(61)));

      assertThat(hour.increase()).isEqualTo(Map.of("insert", 1L));
    }
  }

  private static Counts counts(long inserts) {
    Counts counts = Counts.empty();
    counts.add(TableOp.of("shop", "one", "INSERT"), inserts);
    return counts;
  }
}
