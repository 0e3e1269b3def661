package io.cdcpipeline.consumer.canal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.consumer.Fixtures;
import io.cdcpipeline.consumer.Fixtures.Sample;
import io.cdcpipeline.consumer.RecordProcessorHarness;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.RejectedRecordException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message of the collection is decoded, or rejected as its note says. */
@Tag("requires")
@EnabledIf(
    value = "io.cdcpipeline.consumer.Fixtures#present",
    disabledReason =
        "no Canal-JSON messages: set SHARED_DIR to a folder with"
            + " fixtures/canal-json/samples-from-sources.ndjson")
class FixturesTest {
  static List<Sample> samples() {
    return Fixtures.all();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void decodesOrRejects(Sample sample) {
    RecordProcessorHarness consumer = new RecordProcessorHarness().send(sample.text());

    if (sample.mustBeRejected()) {
      assertThat(consumer.text()).isEmpty();
      assertThat(consumer.rejections).hasSize(1);
      return;
    }
    assertThat(consumer.rejections).isEmpty();
    JsonNode message = sample.message();
    List<JsonNode> lines = consumer.lines();
    switch (message.get("type").asText()) {
      case "TIDB_WATERMARK" -> assertThat(lines).isEmpty();
      case "INSERT", "UPDATE", "DELETE" -> hasTheRowsOf(message, lines);
      default -> {
        assertThat(consumer.line().get("op").asText()).isEqualTo("DDL");
        assertThat(consumer.line().get("ddl_type")).isEqualTo(message.get("type"));
        assertThat(consumer.line().get("sql")).isEqualTo(message.get("sql"));
        assertThat(consumer.line().get("data").isNull()).isTrue();
      }
    }
  }

  private static void hasTheRowsOf(JsonNode message, List<JsonNode> lines) {
    assertThat(lines).hasSize(message.get("data").size());
    for (int row = 0; row < lines.size(); row++) {
      JsonNode line = lines.get(row);
      assertThat(line.get("op")).isEqualTo(message.get("type"));
      assertThat(line.get("database")).isEqualTo(message.get("database"));
      assertThat(line.get("table")).isEqualTo(message.get("table"));
      assertThat(line.get("data")).isEqualTo(message.get("data").get(row));
      JsonNode old = message.path("old").path(row);
      assertThat(line.get("old").isNull()).isEqualTo(old.isMissingNode());
      if (!old.isMissingNode()) {
        assertThat(line.get("old")).isEqualTo(old);
      }
    }
  }

  @Test
  void rejectsAndCountsAsManyAsTheCollectionHas() {
    RecordProcessorHarness consumer = new RecordProcessorHarness();
    samples().forEach(sample -> consumer.send(sample.text()));

    assertThat(consumer.rejections).hasSize(11);
    assertThat(consumer.metrics.watermarks.get()).isEqualTo(3);
  }

  @Test
  void survivesEveryTruncation() {
    for (Sample sample : samples()) {
      byte[] whole = ByteWriter.utf8(sample.text());
      RecordProcessorHarness consumer = new RecordProcessorHarness();
      for (int length = 0; length < whole.length; length++) {
        consumer.send(java.util.Arrays.copyOf(whole, length));
      }
      assertThat(consumer.text()).as("lines from truncated messages of %s", sample).isEmpty();
      assertThat(consumer.rejections).hasSize(whole.length);
      assertThat(consumer.rejections)
          .noneMatch(r -> r.reason() == RejectedRecordException.Reason.INTERNAL_ERROR);
    }
  }
}
