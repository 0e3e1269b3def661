package io.cdcpipeline.operator.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.consumer.ConsumerProgress.Partition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsumerProgressTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void theSlowestPartitionCounts() {
    var progress =
        ConsumerProgress.of(
            List.of(
                partition(0, NOON.plusSeconds(60)),
                partition(0, NOON.plusSeconds(30)),
                partition(4700, NOON)));

    assertThat(progress.lag()).isEqualTo(4700);
    assertThat(progress.kafka()).contains(NOON.plusSeconds(30));
    assertThat(progress.consumer()).contains(NOON);
    assertThat(progress.heartbeats()).isEqualTo(3);
  }

  @Test
  void nobodyKnowsWhatTheTopicHasIfRecordsWaitEverywhere() {
    assertThat(ConsumerProgress.of(List.of(partition(1, NOON))).kafka()).isEmpty();
  }

  @Test
  void olderConsumersWriteNoHeartbeats() {
    var old = new Partition(0, "cdc1 watermark=%d from=7".formatted(tso(NOON)));

    var progress = ConsumerProgress.of(List.of(old));
    assertThat(progress.consumer()).contains(NOON);
    assertThat(progress.heartbeats()).isZero();
  }

  @Test
  void nothingIsKnownBeforeTheFirstWatermark() {
    var first = "cdc2 watermark=0 from=0 window=0 events=0 ddl=0 exactFrom=0 partitions=3";

    for (var metadata : List.of("", "of another program", first)) {
      var progress = ConsumerProgress.of(List.of(new Partition(0, metadata)));
      assertThat(progress.consumer()).isEqualTo(Optional.empty());
      assertThat(progress.heartbeats()).isZero();
    }
  }

  private static Partition partition(long behind, Instant watermark) {
    return new Partition(
        behind,
        "cdc2 watermark=%d from=7 window=%d events=0 ddl=0 exactFrom=0 partitions=3"
            .formatted(tso(watermark), tso(watermark)));
  }

  private static long tso(Instant watermark) {
    return (watermark.toEpochMilli() << 18) + 5;
  }
}
