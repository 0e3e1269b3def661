package io.cdcpipeline.operator.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.api.ReplayFrom;
import io.cdcpipeline.operator.api.ReplaySpec;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayPlanTest {
  private static final Instant NOON = Instant.parse("2026-02-01T12:00:00Z");

  @Test
  void endsWhereTheSpecSaysAndNeverInTheFuture() {
    var oldest = NOON.minusSeconds(3600);

    assertThat(plan("2026-02-01T11:00:00Z", "2026-02-01T12:30:00+01:00", oldest).to())
        .isEqualTo(NOON.minusSeconds(1800));
    assertThat(plan("2026-02-01T11:00:00Z", "2027-01-01T00:00:00Z", oldest).to()).isEqualTo(NOON);
    assertThat(plan("2026-02-01T11:00:00Z", null, oldest).to()).isEqualTo(NOON);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-01T11:59:00Z, 1",
    "2026-02-01T00:00:00Z, 2",
    "2026-01-31T12:00:00Z, 4",
    // Kafka's oldest record is 60 days old
    "2025-01-01T00:00:00Z, 100",
    "2026-02-01T13:00:00Z, 1"
  })
  void aPartHasAtLeastSixHours(String from, int parts) {
    var plan = plan(from, null, NOON.minusSeconds(60 * 86_400));

    assertThat(plan.parts()).isEqualTo(parts);
    assertThat(plan.bounds()).isSorted().allMatch(bound -> bound.isBefore(NOON));
  }

  @Test
  void theEarliestIsDividedFromTheOldestRecordOn() {
    var spec = new ReplaySpec(1L, new ReplayFrom(null, true), null, List.of("shop.orders"));

    var plan = ReplayPlan.of(spec, NOON.minusSeconds(12 * 3600), NOON);

    assertThat(plan.from()).isEqualTo(ReplayPlan.EARLIEST);
    assertThat(plan.bounds()).containsExactly(NOON.minusSeconds(6 * 3600));
    assertThat(ReplayPlan.of(spec, null, NOON).parts()).isEqualTo(1);
  }

  private static ReplayPlan plan(String from, String to, Instant oldest) {
    return ReplayPlan.of(new ReplaySpec(1L, new ReplayFrom(from, null), to, null), oldest, NOON);
  }
}
