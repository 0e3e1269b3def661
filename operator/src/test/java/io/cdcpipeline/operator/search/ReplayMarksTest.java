package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the metrics of a replay's pod say about its marks, and how far they prove it. */
class ReplayMarksTest {
  private static final String METRICS =
      """
      # TYPE cdc_replay_lines gauge
      cdc_replay_lines 42
      cdc_replay_marks_written 9
      cdc_replay_marks_found 7
      cdc_replay_waiting_since_seconds 1767268800
      """;

  @Test
  void readsWhatIsOpen() {
    var marks = ReplayMarks.of(METRICS).orElseThrow();

    assertThat(marks).isEqualTo(new ReplayMarks(9, 7, Instant.parse("2026-01-01T12:00:00Z")));
    assertThat(marks.open()).containsExactly(8, 9);
    assertThat(new ReplayMarks(7, 7, null).open()).isEmpty();
    assertThat(new ReplayMarks(1000, 7, null).open()).hasSize(100).startsWith(8);
  }

  @Test
  void aPodThatDoesNotWaitSaysSo() {
    assertThat(ReplayMarks.of(METRICS.replace("1767268800", "0")).orElseThrow().waitingSince())
        .isNull();
  }

  @Test
  void anOlderConsumerHasNone() {
    assertThat(ReplayMarks.of("cdc_replay_lines 42\n")).isEmpty();
    assertThat(ReplayMarks.of(METRICS.replace("written 9", "written -9"))).isEmpty();
  }

  /** Those that follow a missing one are in a later file of the same pod. */
  @Test
  void onlyMarksInARowProveWhatIsBeforeThem() {
    var open = List.of(8, 9, 10);

    assertThat(ReplayConfirmation.lastInARow(open, Map.of())).isZero();
    assertThat(ReplayConfirmation.lastInARow(open, Map.of(9, "", 10, ""))).isZero();
    assertThat(ReplayConfirmation.lastInARow(open, Map.of(8, "", 10, ""))).isEqualTo(8);
    assertThat(ReplayConfirmation.lastInARow(open, Map.of(8, "", 9, "", 10, ""))).isEqualTo(10);
  }
}
