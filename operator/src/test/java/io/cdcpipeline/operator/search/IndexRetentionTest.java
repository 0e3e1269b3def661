package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexRetentionTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 8);

  @Test
  void keepsTodayAndThatManyFullDays() {
    var days =
        List.of(
            "cdc-events-2026.03.08",
            "cdc-events-2026.03.01",
            "cdc-events-2026.02.28",
            "cdc-events-2025.12.31",
            "cdc-heartbeats-2025.12.31");

    assertThat(IndexRetention.expired(IndexTemplate.EVENTS, days, TODAY, 7))
        .containsExactly("cdc-events-2025.12.31", "cdc-events-2026.02.28");
    assertThat(IndexRetention.expired(IndexTemplate.HEARTBEATS, days, TODAY, 7))
        .containsExactly("cdc-heartbeats-2025.12.31");
  }

  @Test
  void ignoresNamesThatAreNotExactlyADailyIndex() {
    var others =
        List.of(
            "cdc-events-2026.02.30",
            "cdc-events-2020.01.01-copy",
            "cdc-events-old",
            "my-cdc-events-2020.01.01",
            "cdc-events-2020.1.1");

    assertThat(IndexRetention.expired(IndexTemplate.EVENTS, others, TODAY, 1)).isEmpty();
  }
}
