package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.consumer.event.PipelineName;
import io.cdcpipeline.consumer.event.ReplayMarkLog;
import io.cdcpipeline.consumer.json.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayWindowTest {
  private static final int WINDOW = 64_000;
  private final AtomicLong millis = new AtomicLong(1_767_268_800_123L);
  private final PipelineName shop = new PipelineName(Optional.of("prod"), Optional.of("shop"));
  private final ReplayWindow window =
      new ReplayWindow(
          WINDOW, new ReplayMarkLog(shop, "cdc-shop", "0d5-7"), new Time(() -> 0, millis::get));
  private final List<JsonNode> marks = new ArrayList<>();
  private int written;

  @Test
  void nothingMoreIsWrittenUntilAMarkIsFound() {
    while (window.hasRoom()) {
      write(1000);
    }
    assertThat(written).isBetween(WINDOW, WINDOW + 2000);
    assertThat(marks).hasSizeBetween(15, 16);

    assertThat(report(3)).isTrue();
    assertThat(window.state()).isEqualTo(new ReplayWindow.State(marks.size(), 3, 0));
    int before = written;
    while (window.hasRoom()) {
      write(1000);
    }
    assertThat(written - before).as("what three marks made room for").isBetween(9_000, 14_000);
  }

  /** Whatever the size of what is written, some mark can still be found. */
  @ParameterizedTest
  @ValueSource(ints = {1, 999, 4000, 63_999, 64_000, 1_000_000})
  void itNeverWaitsForMarksThatDoNotExist(int bytes) {
    for (int i = 0; i < 10; i++) {
      while (window.hasRoom()) {
        write(bytes);
      }
      assertThat(report(marks.size())).isTrue();
      assertThat(window.hasRoom()).isTrue();
    }
  }

  @Test
  void aMarkIsAHeartbeatOfThisProcessAlone() {
    write(5000);

    JsonNode mark = marks.get(0);
    assertThat(mark.path("@timestamp").asText()).isEqualTo("2026-01-01T12:00:00.123Z");
    assertThat(mark.path("log_type").asText()).isEqualTo("cdc_heartbeat");
    assertThat(mark.path("event_id").asText()).isEqualTo("0d5-7@1/REPLAY");
    assertThat(mark.path("namespace").asText()).isEqualTo("prod");
    assertThat(mark.path("pipeline").asText()).isEqualTo("shop");
    assertThat(mark.path("topic").asText()).isEqualTo("cdc-shop");
    assertThat(mark.has("partition")).isFalse();
    assertThat(mark.has("watermark")).isFalse();
  }

  /** The port is open to whoever reaches it. */
  @Test
  void onlyWhoHasReadAMarkCanReportIt() {
    write(5000);
    write(5000);
    String first = marks.get(0).path("proof").asText();
    String second = marks.get(1).path("proof").asText();

    assertThat(first).isNotEqualTo(second);
    assertThat(window.run("/replay/found/2/" + first)).isFalse();
    assertThat(window.run("/replay/found/3/" + second)).isFalse();
    assertThat(window.run("/replay/found/2/")).isFalse();
    assertThat(window.run("/replay/found/9999999999/" + second)).isFalse();
    assertThat(window.run("/replay/found/-2/" + second)).isFalse();
    assertThat(window.state().marksFound()).isZero();
    assertThat(window.run("/replay/found/2/" + second)).isTrue();
    assertThat(window.run("/replay/found/1/" + first)).as("a late report").isFalse();
    assertThat(window.state().marksFound()).isEqualTo(2);
  }

  @Test
  void theLastLinesGetAMarkToo() {
    assertThat(window.close(new ByteWriter(1000))).as("without lines").isFalse();
    write(100);
    assertThat(marks).isEmpty();

    ByteWriter last = new ByteWriter(1000);
    assertThat(window.close(last)).isTrue();
    add(last);
    assertThat(window.isFound()).isFalse();
    assertThat(report(1)).isTrue();
    assertThat(window.isFound()).isTrue();
    assertThat(window.close(new ByteWriter(1000))).isFalse();
  }

  @Test
  void saysSinceWhenItWaits() {
    window.setWaiting(true);
    assertThat(window.state().waitingSince()).isEqualTo(1_767_268_800L);
    window.setWaiting(false);
    assertThat(window.state().waitingSince()).isZero();
  }

  private void write(int bytes) {
    ByteWriter lines = new ByteWriter(bytes + 1000);
    lines.put("x".repeat(bytes - 1) + "\n");
    window.extend(lines);
    add(lines);
  }

  private void add(ByteWriter lines) {
    written += lines.length;
    lines
        .toString()
        .lines()
        .filter(line -> line.startsWith("{"))
        .map(ReplayedLines::json)
        .forEach(marks::add);
  }

  private boolean report(int mark) {
    String proof = marks.get(mark - 1).path("proof").asText();
    return window.run("/replay/found/%d/%s".formatted(mark, proof));
  }
}
