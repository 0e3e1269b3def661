package io.cdcpipeline.local.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expectations are what Filebeat 7.17.29 sent; FilebeatContractIT compares both. */
class DocumentTest {
  private static final Path LOG = Path.of("/logs/0.log");

  @Test
  void movesTheIdAndTakesTheDayFromTheEvent() {
    String line =
        "{\"@timestamp\":\"2026-01-01T23:59:59.999-01:00\",\"log_type\":\"cdc_event\","
            + "\"event_id\":\"s.t/1@9007199254740993/INSERT\",\"commit_ts\":\"9007199254740993\"}";
    Document document = document(line).orElseThrow();
    assertThat(document.action())
        .isEqualTo(
            "{\"create\":{\"_index\":\"cdc-events-2026.01.02\",\"_id\":\"s.t/1@9007199254740993/INSERT\"}}");
    assertThat(document.source())
        .isEqualTo(
            "{\"@timestamp\":\"2026-01-02T00:59:59.999Z\",\"log_type\":\"cdc_event\",\"commit_ts\":\"9007199254740993\","
                + "\"log\":{\"offset\":7,\"file\":{\"path\":\"/logs/0.log\"}}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"starting up", "{\"log_type\":\"other\"}", "[1]", "", "null"})
  void ignoresOtherLines(String line) {
    assertThat(document(line)).isEmpty();
  }

  @Test
  void replacesAMissingTimeByTheContainerRuntimes() {
    Document document = document("{\"log_type\":\"cdc_event\"}").orElseThrow();
    assertThat(document.index()).isEqualTo("cdc-events-2030.05.05");
    assertThat(document.source())
        .contains("\"@timestamp\":\"2030-05-05T00:00:00.000Z\"")
        .doesNotContain("error");
  }

  @ParameterizedTest
  @CsvSource({"\"2026-01-01T12:00Z\",parse error on 2026-01-01T12:00Z", "5,not string"})
  void reportsAnUnreadableTime(String time, String error) {
    Document document =
        document("{\"log_type\":\"cdc_event\",\"@timestamp\":" + time + "}").orElseThrow();
    assertThat(document.index()).isEqualTo("cdc-events-2030.05.05");
    assertThat(document.source())
        .contains(
            "\"error\":{\"message\":\"@timestamp not overwritten (%s)\",\"type\":\"json\"}"
                .formatted(error));
  }

  @Test
  void sendsHeartbeatsToIndicesOfTheirOwn() {
    Document document = document("{\"log_type\":\"cdc_heartbeat\"}").orElseThrow();
    assertThat(document.index()).isEqualTo("cdc-heartbeats-2030.05.05");
  }

  @Test
  void keepsNulls() {
    String line = "{\"log_type\":\"cdc_event\",\"data\":{\"id\":\"1\",\"note\":null},\"old\":null}";
    assertThat(document(line).orElseThrow().source())
        .contains("\"data\":{\"id\":\"1\",\"note\":null},\"old\":null");
  }

  private static Optional<Document> document(String line) {
    return Document.of(new LogEntry(LOG, 7, Instant.parse("2030-05-05T00:00:00Z"), line));
  }
}
