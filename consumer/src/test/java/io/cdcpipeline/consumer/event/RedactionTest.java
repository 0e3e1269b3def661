package io.cdcpipeline.consumer.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.consumer.HandlerHarness;
import io.cdcpipeline.consumer.Messages;
import io.cdcpipeline.consumer.canal.Operation;
import io.cdcpipeline.consumer.config.ConfigException;
import io.cdcpipeline.consumer.config.RedactionFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
  private static final long TS = 450_000_000_000_000_001L;
  private static final String DATA = "{\"id\":\"7\",\"Email\":\"a\\u0040b.c\",\"pin\":null}";

  @Test
  void dropsMasksAndHashesInDataAndOld() {
    String rules =
        "[{\"table\":\"shop.*\",\"columns\":[\"email\"],\"method\":\"hash\"},"
            + "{\"table\":\"SHOP.customers\",\"columns\":[\"pin\",\"x\"],\"method\":\"mask\"},"
            + "{\"table\":\"*.customers\",\"columns\":[\"y\"],\"method\":\"drop\"}]";
    String data = DATA.replace("}", ",\"x\":\"1\",\"y\":\"2\"}");
    JsonNode line = consumer(rules, "secret").send(update(data, data)).line();
    String hash = line.get("data").get("Email").asText();

    assertThat(hash).matches("[0-9a-f]{64}");
    assertThat(line.get("data").toString())
        .isEqualTo("{\"id\":\"7\",\"Email\":\"" + hash + "\",\"pin\":null,\"x\":\"***\"}");
    assertThat(line.get("old")).isEqualTo(line.get("data"));
    assertThat(consumer(rules, "other").send(update(data, data)).text()).doesNotContain(hash);
  }

  @ParameterizedTest
  @CsvSource({"drop", "mask", "hash"})
  void hidesAKeyInTheIdButKeepsKeysApart(String method) {
    String rules = "[{table: shop.customers, columns: [ID], method: " + method + "}]";
    HandlerHarness consumer = consumer(rules, "secret");
    consumer.send(insert("1234567"), insert("7654321"), insert("1234567"));

    assertThat(consumer.text()).doesNotContain("1234567").doesNotContain("7654321");
    assertThat(consumer.ids().get(0)).isNotEqualTo(consumer.ids().get(1));
    assertThat(consumer.ids().get(0)).isEqualTo(consumer.ids().get(2));
  }

  @Test
  void recognisesDuplicatesBehindHiddenKeys() {
    HandlerHarness consumer =
        consumer("[{table: shop.customers, columns: [id], method: mask}]", "");
    consumer.send(insert("1"), insert("1"));
    assertThat(consumer.ids()).containsExactly("cdc-shop-2-0", "cdc-shop-2-1");
    assertThat(consumer.metrics.table("shop", "customers").duplicates(Operation.INSERT)).isOne();
  }

  @Test
  void hidesTheRowHashOfATableWithoutAKey() {
    String rules = "[{table: shop.customers, columns: [Email], method: mask}]";
    String message = update(DATA, DATA).replace("[\"id\"]", "[]");
    String plain = new HandlerHarness().send(message).ids().get(0);
    assertThat(consumer(rules, "secret").send(message).ids().get(0))
        .isNotEqualTo(plain)
        .matches("shop\\.customers/[0-9a-f]{64}@\\d+/UPDATE");
    assertThat(consumer(rules, "").send(message).ids()).containsExactly("cdc-shop-2-0");
  }

  @Test
  void leavesOtherTablesAlone() {
    String rules = "[{table: shop.customers, columns: [status], method: drop}]";
    String message = Messages.insert("shop", "orders", 1, TS);
    assertThat(consumer(rules, "").send(message).text())
        .isEqualTo(new HandlerHarness().send(message).text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | list",
        "[1] | rule 1",
        "[{table: shop, columns: [a], method: drop}] | table",
        "[{table: shop.a, columns: [], method: drop}] | columns",
        "[{table: shop.a, columns: ['*'], method: drop}] | columns",
        "[{table: shop.a, columns: a, method: drop}] | columns",
        "[{table: shop.a, columns: [a], method: remove}] | method",
        "[{table: shop.a, column: [a], method: drop}] | column",
        "[{table: shop.a | YAML"
      })
  void refusesRulesThatWouldSilentlyDoNothing(String rules, String named) {
    assertThatThrownBy(() -> RedactionFile.parse(rules))
        .isInstanceOfAny(ConfigException.class)
        .hasMessageStartingWith("REDACT_FILE: ")
        .hasMessageContaining(named);
  }

  private static HandlerHarness consumer(String rules, String key) {
    return new HandlerHarness(RedactionFile.parse(rules), key, 100);
  }

  private static String insert(String id) {
    String data = "{\"id\":\"" + id + "\",\"note\":\"x\"}";
    return Messages.row("INSERT", "shop", "customers", TS, "null", data);
  }

  private static String update(String old, String data) {
    return Messages.row("UPDATE", "shop", "customers", TS, "[" + old + "]", data);
  }
}
