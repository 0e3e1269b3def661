package io.cdcpipeline.consumer.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.consumer.Messages;
import io.cdcpipeline.consumer.RecordProcessorHarness;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventIdTest {
  private static final long TS = 450_000_000_000_000_001L;

  @Test
  void consistsOfTableKeyCommitTsAndType() {
    assertThat(id(Messages.update("shop", "orders", 1, TS)))
        .isEqualTo("shop.orders/1@450000000000000001/UPDATE");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "plain-key_1:x y, plain-key_1:x y",
        "9.90, 9.90",
        "a/b, a%2Fb",
        "a@b, a%40b",
        "100%, 100%25",
        "'a,b', 'a%2Cb'",
        "\\u003c\\u0026, <&",
        "\\\", %22",
        "\\\\, %5C",
        "\\u0000\\n, %00%0A",
        "é😀, é😀",
        "\\u00e9, é",
        "\\ud800, %ud800"
      })
  void escapesWhatWouldMakeTwoKeysCollide(String json, String escaped) {
    assertThat(id(withKey("[\"a\"]", "{\"b\":\"x\",\"a\":\"" + json + "\"}")))
        .isEqualTo("shop.orders/" + escaped + "@450000000000000001/INSERT");
  }

  @Test
  void usesKeyColumnsInTheOrderOfPkNames() {
    assertThat(id(withKey("[\"b\",\"a\"]", "{\"a\":\"1\",\"x\":\"-\",\"b\":\"2\"}")))
        .isEqualTo("shop.orders/2,1@450000000000000001/INSERT");
  }

  @Test
  void findsAKeyColumnWhoseNameIsEscapedDifferently() {
    assertThat(id(withKey("[\"\\u0061\"]", "{\"b\":\"2\",\"a\":\"1\"}")))
        .isEqualTo("shop.orders/1@450000000000000001/INSERT");
  }

  @Test
  void neverGivesTwoKeysTheSameId() {
    List<String> values = List.of("null", "\"\"", "\"%N\"", "\",\"", "\"a\"", "\"a,\"", "\",a\"");
    Set<String> ids = new HashSet<>();
    for (String first : values) {
      for (String second : values) {
        ids.add(id(withKey("[\"a\",\"b\"]", "{\"a\":" + first + ",\"b\":" + second + "}")));
      }
    }
    assertThat(ids).hasSize(values.size() * values.size());
  }

  @Test
  void distinguishesTablesWhoseNamesContainDots() {
    assertThat(id(Messages.insert("a.b", "c", 1, TS)))
        .isNotEqualTo(id(Messages.insert("a", "b.c", 1, TS)));
  }

  @Test
  void isAHashBeyond256Bytes() throws Exception {
    String longKey = "k".repeat(218);
    String whole = "shop.orders/" + longKey + "k@450000000000000001/INSERT";
    assertThat(whole).hasSize(257);
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
    assertThat(id(withKey("[\"a\"]", "{\"a\":\"" + longKey + "k\"}")))
        .isEqualTo(HexFormat.of().formatHex(digest));
    assertThat(id(withKey("[\"a\"]", "{\"a\":\"" + longKey + "\"}"))).hasSize(256).contains("kkk");
  }

  @ParameterizedTest
  @CsvSource({"[]", "null"})
  void hashesTheWholeRowWithoutAKey(String none) {
    String one = id(withKey(none, "{\"a\":\"1\",\"b\":null}"));
    assertThat(one).matches("shop\\.orders/[0-9a-f]{64}@450000000000000001/INSERT");
    assertThat(id(withKey(none, "{\"b\":null,\"a\":\"\\u0031\"}"))).isEqualTo(one);
    assertThat(id(withKey(none, "{\"a\":\"1\",\"b\":\"\"}"))).isNotEqualTo(one);
    assertThat(id(withKey(none, "{\"a\":\"1\"}"))).isNotEqualTo(one);
  }

  @Test
  void distinguishesUpdatesWithoutAKeyByTheirOldRows() {
    String data = "{\"a\":\"1\"}";
    String one = Messages.row("UPDATE", "shop", "orders", TS, "[{\"a\":\"2\"}]", data);
    String other = Messages.row("UPDATE", "shop", "orders", TS, "[{\"a\":\"3\"}]", data);
    assertThat(id(one.replace("[\"id\"]", "[]"))).isNotEqualTo(id(other.replace("[\"id\"]", "[]")));
  }

  @Test
  void hashesTheRowWhenAColumnSelectorLeftTheKeyOut() {
    assertThat(id(withKey("[\"gone\"]", "{\"a\":\"1\"}"))).matches("shop\\.orders/[0-9a-f]{64}@.*");
  }

  @Test
  void distinguishesTheHalvesOfASplitUpdate() {
    assertThat(id(Messages.delete("shop", "orders", 1, TS)))
        .isNotEqualTo(id(Messages.insert("shop", "orders", 1, TS)));
  }

  @Test
  void isThePositionWithoutTheExtension() {
    String message = Messages.insert("shop", "orders", 1, TS).replace("_tidb", "unknown");
    assertThat(id(message)).isEqualTo("cdc-shop-2-0");
    String three =
        "{\"type\":\"INSERT\",\"database\":\"d\",\"table\":\"t\",\"data\":[{\"a\":\"1\"},{\"a\":\"1\"}]}";
    assertThat(new RecordProcessorHarness().send(message, three).ids())
        .containsExactly("cdc-shop-2-0", "cdc-shop-2-1/0", "cdc-shop-2-1/1");
  }

  private static String withKey(String pkNames, String data) {
    return Messages.row("INSERT", "shop", "orders", TS, "null", data).replace("[\"id\"]", pkNames);
  }

  private static String id(String message) {
    return new RecordProcessorHarness().send(message).line().get("event_id").asText();
  }
}
