package io.cdcpipeline.consumer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcpipeline.consumer.Messages;
import io.cdcpipeline.consumer.RecordProcessorHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionFileTest {
  /** JSON is YAML; patterns and names are case-insensitive; the strictest matching rule wins. */
  @Test
  void appliesEveryRuleThatMatchesTheTable() {
    String rules =
        "[{\"table\":\"shop.*\",\"columns\":[\"STATUS\"],\"method\":\"hash\"},"
            + "{\"table\":\"SHOP.order?\",\"columns\":[\"price\",\"status\"],\"method\":\"mask\"},"
            + "{\"table\":\"*.orders\",\"columns\":[\"note\"],\"method\":\"drop\"}]";
    var consumer = new RecordProcessorHarness(RedactionFile.parse(rules), "secret", 100);
    consumer.send(Messages.insert("shop", "orders", 1, 450_000_000_000_000_001L));
    assertThat(consumer.line().get("data").toString())
        .isEqualTo("{\"id\":\"1\",\"status\":\"***\",\"price\":\"***\"}");
  }

  @Test
  void readsYaml() {
    assertThat(RedactionFile.parse("- table: a.b\n  columns: [c]\n  method: hash\n").hashes())
        .isTrue();
    assertThat(RedactionFile.parse("# no rules yet\n").isEmpty()).isTrue();
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
  void rejectsRulesThatWouldSilentlyHaveNoEffect(String rules, String named) {
    assertThatThrownBy(() -> RedactionFile.parse(rules))
        .isInstanceOfAny(ConfigException.class)
        .hasMessageStartingWith("REDACT_FILE: ")
        .hasMessageContaining(named);
  }
}
