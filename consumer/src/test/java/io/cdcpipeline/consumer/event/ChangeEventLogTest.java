package io.cdcpipeline.consumer.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.consumer.Messages;
import io.cdcpipeline.consumer.RecordProcessorHarness;
import org.junit.jupiter.api.Test;

/** The exact lines: they are a contract. */
class ChangeEventLogTest {
  @Test
  void writesARowExactlyAsDocumented() {
    String message = Messages.update("shop", "orders", 1, 450_000_000_000_000_001L);
    assertThat(new RecordProcessorHarness().send(message).text())
        .isEqualTo(
            "{\"@timestamp\":\"2024-05-25T05:09:29.531Z\",\"log_type\":\"cdc_event\","
                + "\"event_id\":\"shop.orders/1@450000000000000001/UPDATE\",\"op\":\"UPDATE\","
                + "\"database\":\"shop\",\"table\":\"orders\","
                + "\"commit_ts\":\"450000000000000001\",\"topic\":\"cdc-shop\",\"partition\":2,"
                + "\"offset\":0,"
                + "\"data\":{\"id\":\"1\",\"status\":\"paid\",\"price\":\"9.90\",\"note\":null},"
                + "\"old\":{\"id\":\"1\",\"status\":\"new\",\"price\":\"9.90\",\"note\":null}}\n");
  }

  @Test
  void takesTheTimeFromEsWithoutTheExtension() {
    String message =
        "{\"type\":\"DELETE\",\"database\":\"a b\\\"\",\"table\":\"t\",\"es\":1589373515000,"
            + "\"data\":[{}]}";
    assertThat(new RecordProcessorHarness().send(message).text())
        .startsWith("{\"@timestamp\":\"2020-05-13T12:38:35.000Z\"")
        .contains("\"commit_ts\":null")
        .endsWith("\"data\":{},\"old\":null}\n");
    assertThat(new RecordProcessorHarness().send(message).line().get("database").asText())
        .isEqualTo("a b\"");
  }

  @Test
  void pairsOldRowsWithTheirData() {
    String message =
        "{\"type\":\"UPDATE\",\"database\":\"d\",\"table\":\"t\",\"es\":1,"
            + "\"data\":[{\"a\":\"1\"},{\"a\":\"2\"},{\"a\":\"3\"}],\"old\":[null,{\"a\":\"0\"}]}";
    assertThat(new RecordProcessorHarness().send(message).lines())
        .extracting(line -> line.get("row").asInt() + " " + line.get("data") + line.get("old"))
        .containsExactly(
            "0 {\"a\":\"1\"}null", "1 {\"a\":\"2\"}{\"a\":\"0\"}", "2 {\"a\":\"3\"}null");
  }
}
