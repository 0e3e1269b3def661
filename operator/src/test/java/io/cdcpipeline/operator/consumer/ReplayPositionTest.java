package io.cdcpipeline.operator.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.api.ReplayedPartition;
import io.cdcpipeline.operator.consumer.ReplayPosition.Partition;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the metrics of a replay's pod say. */
class ReplayPositionTest {
  private static final String METRICS =
      """
      # HELP cdc_replay_lines Lines written so far, heartbeats apart.
      # TYPE cdc_replay_lines gauge
      cdc_replay_lines 42
      cdc_replay_begin_offset{partition="0"} 100
      cdc_replay_begin_offset{partition="1"} 0
      cdc_replay_next_offset{partition="0"} 175
      cdc_replay_next_offset{partition="1"} 0
      cdc_replay_end_offset{partition="0"} 200
      cdc_replay_end_offset{partition="1"} 0
      cdc_replay_end_offset{partition="2"} 7
      """;

  @Test
  void readsLinesAndOffsets() {
    assertThat(ReplayPosition.of(METRICS))
        .contains(
            new ReplayPosition(
                42, List.of(new Partition(0, 100, 175, 200), new Partition(1, 0, 0, 0))));
  }

  @Test
  void otherMetricsAreNoPosition() {
    assertThat(ReplayPosition.of("cdc_events_total 5\n")).isEmpty();
    assertThat(ReplayPosition.of("cdc_replay_lines 99999999999999999999\n")).isEmpty();
  }

  @Test
  void percentIsThatOfTheRecords() {
    assertThat(ReplayPosition.of(METRICS).orElseThrow().percent()).isEqualTo(75);
    assertThat(new ReplayPosition(0, List.of()).percent()).isEqualTo(100);
  }

  @Test
  void onlyTheTwentyWithMostLeftAreShown() {
    var partitions = IntStream.range(0, 30).mapToObj(i -> new Partition(i, 0, i, 100)).toList();

    assertThat(new ReplayPosition(0, partitions).furthestBehind())
        .hasSize(20)
        .startsWith(new ReplayedPartition(0, 0L, 100L))
        .endsWith(new ReplayedPartition(19, 19L, 100L));
  }
}
