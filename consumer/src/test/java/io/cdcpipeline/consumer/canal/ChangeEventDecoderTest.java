package io.cdcpipeline.consumer.canal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.consumer.Messages;
import io.cdcpipeline.consumer.RecordProcessorHarness;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.json.RejectedRecordException;
import io.cdcpipeline.consumer.json.RejectedRecordException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeEventDecoderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UPDATE = Messages.update("shop", "orders", 1, 450000000000000001L);

  @Test
  void readsKeysInAnyOrderAndWithWhitespace() throws JsonProcessingException {
    Random random = new Random(1);
    ObjectNode message = (ObjectNode) JSON.readTree(UPDATE);
    String expected = new RecordProcessorHarness().send(UPDATE).text();
    for (int round = 0; round < 200; round++) {
      List<String> names = new ArrayList<>();
      message.fieldNames().forEachRemaining(names::add);
      Collections.shuffle(names, random);
      ObjectNode shuffled = JSON.createObjectNode();
      names.forEach(name -> shuffled.set(name, message.get(name)));

      assertThat(new RecordProcessorHarness().send(shuffled.toString()).text()).isEqualTo(expected);
      String pretty = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(shuffled);
      assertThat(new RecordProcessorHarness().send(pretty.replace("\n", "\r\n")).text())
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "12.5e+3",
        "-0",
        "true",
        "\"\\u00e9\\n\\\"\"",
        "[[],{},[{\"a\":[1,2,{\"b\":null}]}]]"
      })
  void ignoresUnknownKeys(String value) {
    String message = UPDATE.replaceFirst("\\{", "{\"new\":" + escape(value) + ",");
    message = message.replace("{\"commitTs\"", "{\"later\":" + value + ",\"commitTs\"");
    assertThat(new RecordProcessorHarness().send(message).line().get("op").asText())
        .isEqualTo("UPDATE");
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"type", "database", "table", "pkNames", "data", "old", "_tidb", "commitTs", "es"})
  void recognizesAnEscapedKey(String key) {
    String escaped = "\"\\u00" + Integer.toHexString(key.charAt(0)) + key.substring(1) + "\":";
    String message = UPDATE.replace("\"" + key + "\":", escaped);
    assertThat(message).isNotEqualTo(UPDATE);
    assertThat(new RecordProcessorHarness().send(message).text())
        .isEqualTo(new RecordProcessorHarness().send(UPDATE).text());
  }

  @Test
  void ignoresAKeyThatIsABackslash() {
    String message = UPDATE.replaceFirst("\\{", "{\"\\\\\\\\\":1,\"\\\\u005c\":2,");
    assertThat(new RecordProcessorHarness().send(message).text())
        .isEqualTo(new RecordProcessorHarness().send(UPDATE).text());
  }

  /** Original Canal's serializer writes null for unset fields. */
  @Test
  void acceptsNullForUnsetFields() {
    String message =
        "{\"data\":[{\"a\":\"1\"}],\"database\":\"d\",\"es\":null,\"gtid\":null,\"id\":null,"
            + "\"isDdl\":null,\"mysqlType\":null,\"old\":null,\"pkNames\":null,\"sql\":null,"
            + "\"sqlType\":null,\"table\":\"t\",\"ts\":null,\"type\":\"INSERT\",\"_tidb\":null}";
    assertThat(new RecordProcessorHarness().send(message).line().get("op").asText())
        .isEqualTo("INSERT");
  }

  @ParameterizedTest
  @CsvSource({
    "ERASE,true",
    "TRUNCATE,true",
    "RENAME,true",
    "DINDEX,true",
    "CINDEX,false",
    "FUTURE_DDL,true"
  })
  void recognizesEveryDdl(String type, boolean isDdl) {
    RecordProcessorHarness consumer = new RecordProcessorHarness().send(ddl(type, isDdl));
    assertThat(consumer.line().get("op").asText()).isEqualTo("DDL");
    assertThat(consumer.line().get("ddl_type").asText()).isEqualTo(type);
    assertThat(consumer.line().get("sql").asText()).isEqualTo("DROP TABLE \"a\"\n");
    assertThat(consumer.metrics.table("shop", "a").events(Operation.DDL)).isEqualTo(1);
  }

  private static String ddl(String type, boolean isDdl) {
    return "{\"id\":0,\"database\":\"shop\",\"table\":\"a\",\"pkNames\":null,\"isDdl\":"
        + isDdl
        + ",\"type\":\""
        + type
        + "\",\"es\":1,\"ts\":1,\"sql\":\"DROP TABLE \\\"a\\\"\\n"
        + "\",\"sqlType\":null,"
        + "\"mysqlType\":null,\"data\":null,\"old\":null,\"_tidb\":{\"commitTs\":450000000000000001}}";
  }

  @Test
  void marksRowsReducedToTheirKey() {
    String onlyKey = UPDATE.replace("{\"commitTs\"", "{\"onlyHandleKey\":true,\"commitTs\"");
    assertThat(new RecordProcessorHarness().send(onlyKey).line().get("only_handle_key").asBoolean())
        .isTrue();

    String claim =
        UPDATE.replace(
            "{\"commitTs\"",
            "{\"claimCheckLocation\":\"s3://b/p?access-key=k\\u0026x=y/1.json\",\"commitTs\"");
    assertThat(new RecordProcessorHarness().send(claim).line().get("claim_check_location").asText())
        .isEqualTo("s3://b/p/1.json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | INVALID_JSON",
        "[] | INVALID_JSON",
        "{} | INVALID_EVENT",
        "{\"type\":null} | INVALID_EVENT",
        "{\"type\":\"BANANA\"} | UNKNOWN_TYPE",
        "{\"type\":\"insert\"} | UNKNOWN_TYPE",
        "{\"type\":\"INSERT\",\"database\":\"d\",\"data\":[{}]} | INVALID_EVENT",
        "{\"type\":\"INSERT\",\"table\":\"t\",\"data\":[{}]} | INVALID_EVENT",
        "{\"type\":\"INSERT\",\"database\":\"d\",\"table\":\"t\",\"data\":null} | INVALID_EVENT",
        "{\"type\":\"INSERT\",\"database\":\"d\",\"table\":\"t\",\"data\":[null]} | INVALID_EVENT",
        "{\"type\":\"INSERT\",\"database\":\"d\",\"table\":\"t\",\"data\":{}} | INVALID_EVENT",
        "{\"type\":\"INSERT\",\"database\":\"d\",\"table\":\"t\",\"data\":[{\"a\":{}}]} |"
            + " INVALID_EVENT",
        "{\"type\":\"INSERT\",\"database\":\"d\",\"table\":\"t\",\"data\":[{\"a\":true}]} |"
            + " INVALID_EVENT",
        "{\"type\":\"DELETE\",\"es\":1.5} | INVALID_EVENT",
        "{\"type\":\"DELETE\",\"es\":99999999999999999} | INVALID_EVENT",
        "{\"type\":\"DELETE\",\"_tidb\":{\"commitTs\":9223372036854775808}} | INVALID_EVENT",
        "{\"type\":\"DELETE\",\"_tidb\":{\"commitTs\":\"1\"}} | INVALID_EVENT",
        "{\"type\":\"DELETE\",\"pkNames\":[null]} | INVALID_EVENT",
        "{\"a\":01,\"type\":\"QUERY\"} | INVALID_JSON",
        "{\"a\":\"\\x\",\"type\":\"QUERY\"} | INVALID_JSON",
        "{\"a\":\"\\u12g4\",\"type\":\"QUERY\"} | INVALID_JSON",
        "{\"type\":\"QUERY\"}} | INVALID_JSON",
        "{\"type\":\"QUERY\",} | INVALID_JSON",
        "{\"type\":\"QUERY\" \"a\":1} | INVALID_JSON",
      })
  void rejects(String message, Reason reason) {
    RecordProcessorHarness consumer = new RecordProcessorHarness().send(message);
    assertThat(consumer.rejections)
        .extracting(RejectedRecordException::reason)
        .containsExactly(reason);
    assertThat(consumer.text()).isEmpty();
  }

  @Test
  void rejectsARecordWithoutAValue() {
    RecordProcessorHarness consumer = new RecordProcessorHarness().sendRecord(null);
    assertThat(consumer.rejections)
        .extracting(RejectedRecordException::reason)
        .containsExactly(Reason.NULL_VALUE);
  }

  @Test
  void rejectsNestingThatWouldOverflowTheStack() {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + ",\"type\":\"QUERY\"}";
    assertThat(new RecordProcessorHarness().send(deep).rejections)
        .extracting(RejectedRecordException::reason)
        .containsExactly(Reason.INVALID_JSON);
  }

  @Test
  void acceptsTenMegabytes() {
    String text = "é\\n".repeat(2_500_000);
    String data = "{\"id\":\"1\",\"body\":\"" + text + "\"}";
    String message = Messages.row("INSERT", "shop", "blobs", 450000000000000001L, "null", data);
    JsonNode line = new RecordProcessorHarness().send(message).line();
    assertThat(line.get("data").get("body").asText()).isEqualTo("é\n".repeat(2_500_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c3",
        "80",
        "c080",
        "e0807f",
        "e08080",
        "eda080",
        "f0808080",
        "f4908080",
        "f8808080",
        "ff",
        "c328",
        "e28228",
        "f09f98"
      })
  void rejectsTextThatIsNotUtf8(String hex) {
    byte[] bad = java.util.HexFormat.of().parseHex(hex);
    for (String padding : List.of("", "1234567", "12345678", "123456789012345")) {
      byte[] message = UPDATE.replace("paid", padding + "??").getBytes(StandardCharsets.UTF_8);
      String latin = new String(message, StandardCharsets.ISO_8859_1);
      String broken = latin.replace("??", new String(bad, StandardCharsets.ISO_8859_1));
      RecordProcessorHarness consumer =
          new RecordProcessorHarness().send(broken.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(consumer.rejections)
          .extracting(RejectedRecordException::reason)
          .containsExactly(Reason.INVALID_UTF8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"é", "€", "😀", "\u007f", "\uffff", "\ud7ff", "\ue000", "\udbff\udfff"})
  void keepsEveryCharacter(String text) {
    for (String padding : List.of("", "1234567", "12345678", "123456789012345")) {
      String value = padding + text + padding;
      JsonNode line = new RecordProcessorHarness().send(UPDATE.replace("paid", value)).line();
      assertThat(line.get("data").get("status").asText()).isEqualTo(value);
    }
  }

  @Test
  void neverFailsOnRandomMutations() {
    Random random = new Random(7);
    RecordProcessorHarness consumer = new RecordProcessorHarness();
    for (int round = 0; round < 30_000; round++) {
      byte[] message = ByteWriter.utf8(UPDATE);
      for (int change = random.nextInt(4); change >= 0; change--) {
        message[random.nextInt(message.length)] = (byte) random.nextInt(256);
      }
      consumer.send(message);
      consumer.text().lines().forEach(RecordProcessorHarness::parse);
      consumer.out.clear();
    }
    assertThat(consumer.rejections)
        .isNotEmpty()
        .noneMatch(rejection -> rejection.reason() == Reason.INTERNAL_ERROR);
  }

  @Test
  void agreesWithJacksonOnWhatIsJson() {
    Random random = new Random(11);
    ChangeEventDecoder decoder = new ChangeEventDecoder();
    String alphabet = "{}[]\",:\\u0eE+-.1 tfnrualse";
    for (int round = 0; round < 50_000; round++) {
      StringBuilder value = new StringBuilder();
      for (int i = random.nextInt(8); i >= 0; i--) {
        value.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String message = "{\"x\":" + value + ",\"type\":\"TIDB_WATERMARK\"}";
      boolean accepted = accepts(decoder, message);
      assertThat(accepted).as(message).isEqualTo(isWatermark(message));
    }
  }

  private static boolean accepts(ChangeEventDecoder decoder, String message) {
    try {
      byte[] bytes = ByteWriter.utf8(message);
      return decoder.decode(bytes, 0, bytes.length).operation == Operation.WATERMARK;
    } catch (RejectedRecordException rejection) {
      return false;
    }
  }

  private static boolean isWatermark(String message) {
    try {
      return JSON.reader()
          .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(message)
          .path("type")
          .asText()
          .equals("TIDB_WATERMARK");
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
