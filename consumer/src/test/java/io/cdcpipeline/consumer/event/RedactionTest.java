package io.cdcpipeline.consumer.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.consumer.Messages;
import io.cdcpipeline.consumer.RecordProcessorHarness;
import io.cdcpipeline.consumer.canal.Operation;
import io.cdcpipeline.consumer.event.Redaction.Method;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RedactionTest {
  private static final long TS = 450_000_000_000_000_001L;
  private static final String DATA = "{\"id\":\"7\",\"Email\":\"a\\u0040b.c\",\"pin\":null}";

  @Test
  void dropsMasksAndHashesInDataAndOld() {
    Redaction rules =
        new Redaction(
            List.of(
                rule(".*", Method.HASH, "email"),
                rule("customers", Method.MASK, "pin", "x"),
                rule("customers", Method.DROP, "y")));
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
  @EnumSource
  void hidesAKeyInTheIdButKeepsKeysDistinct(Method method) {
    RecordProcessorHarness consumer = consumer(customers(method, "ID"), "secret");
    consumer.send(insert("1234567"), insert("7654321"), insert("1234567"));

    assertThat(consumer.text()).doesNotContain("1234567").doesNotContain("7654321");
    assertThat(consumer.ids().get(0)).isNotEqualTo(consumer.ids().get(1));
    assertThat(consumer.ids().get(0)).isEqualTo(consumer.ids().get(2));
  }

  @Test
  void recognizesDuplicatesWithRedactedKeys() {
    RecordProcessorHarness consumer = consumer(customers(Method.MASK, "id"), "");
    consumer.send(insert("1"), insert("1"));
    assertThat(consumer.ids()).containsExactly("cdc-shop-2-0", "cdc-shop-2-1");
    assertThat(consumer.metrics.table("shop", "customers").duplicates(Operation.INSERT)).isOne();
  }

  @Test
  void keysTheRowHashOfATableWithoutAKey() {
    Redaction rules = customers(Method.MASK, "Email");
    String message = update(DATA, DATA).replace("[\"id\"]", "[]");
    String plain = new RecordProcessorHarness().send(message).ids().get(0);
    assertThat(consumer(rules, "secret").send(message).ids().get(0))
        .isNotEqualTo(plain)
        .matches("shop\\.customers/[0-9a-f]{64}@\\d+/UPDATE");
    assertThat(consumer(rules, "").send(message).ids()).containsExactly("cdc-shop-2-0");
  }

  @Test
  void leavesOtherTablesUnchanged() {
    Redaction rules = customers(Method.DROP, "status");
    String message = Messages.insert("shop", "orders", 1, TS);
    assertThat(consumer(rules, "").send(message).text())
        .isEqualTo(new RecordProcessorHarness().send(message).text());
  }

  private static RecordProcessorHarness consumer(Redaction rules, String key) {
    return new RecordProcessorHarness(rules, key, 100);
  }

  private static Redaction customers(Method method, String column) {
    return new Redaction(List.of(rule("customers", method, column)));
  }

  private static Redaction.Rule rule(String table, Method method, String... columns) {
    return new Redaction.Rule(
        Pattern.compile("shop"), Pattern.compile(table), List.of(columns), method);
  }

  private static String insert(String id) {
    String data = "{\"id\":\"" + id + "\",\"note\":\"x\"}";
    return Messages.row("INSERT", "shop", "customers", TS, "null", data);
  }

  private static String update(String old, String data) {
    return Messages.row("UPDATE", "shop", "customers", TS, "[" + old + "]", data);
  }
}
