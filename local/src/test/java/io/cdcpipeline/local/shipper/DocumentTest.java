package io.cdcpipeline.local.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DocumentTest {
  private static final Instant NOW = Instant.parse("2030-05-05T00:00:00Z");

  @Test
  void movesTheIdAndTakesTheDayFromTheEvent() {
    String line =
        "{\"@timestamp\":\"2026-01-01T23:59:59.999-01:00\",\"log_type\":\"cdc_event\","
            + "\"event_id\":\"s.t/1@9007199254740993/INSERT\",\"commit_ts\":\"9007199254740993\"}";
    Document document = Document.of(line, NOW).orElseThrow();
    assertThat(document.action())
        .isEqualTo(
            "{\"create\":{\"_index\":\"cdc-events-2026.01.02\",\"_id\":\"s.t/1@9007199254740993/INSERT\"}}");
    assertThat(document.source())
        .isEqualTo(
            "{\"@timestamp\":\"2026-01-01T23:59:59.999-01:00\",\"log_type\":\"cdc_event\",\"commit_ts\":\"9007199254740993\"}");
  }

  @Test
  void ignoresOtherLines() {
    assertThat(Document.of("starting up", NOW)).isEmpty();
    assertThat(Document.of("{\"log_type\":\"other\"}", NOW)).isEmpty();
    assertThat(Document.of("[1]", NOW)).isEmpty();
    assertThat(Document.of("", NOW)).isEmpty();
  }

  @Test
  void replacesAMissingTimeByTheTimeOfReading() {
    Document document = Document.of("{\"log_type\":\"cdc_event\"}", NOW).orElseThrow();
    assertThat(document.index()).isEqualTo("cdc-events-2030.05.05");
    assertThat(document.source()).contains("\"@timestamp\":\"2030-05-05T00:00:00Z\"");
  }
}
