package io.cdcpipeline.local.shipper;

import java.util.ArrayList;
import java.util.List;

/** Lines that the consumer writes, and ones that it never should. */
final class OddLines {
  private static final List<String> TIMES =
      List.of(
          "\"2026-01-01T12:00:00Z\"",
          "\"2026-01-01T12:00:00.1Z\"",
          "\"2026-01-01T12:00:00.123456Z\"",
          "\"2026-01-01T12:00:00.123999999Z\"",
          "\"2026-01-01T12:00:00.123+02:00\"",
          "\"2026-01-01T12:00:00.123+0200\"",
          "\"2026-01-01T23:30:00.000-01:00\"",
          "\"2026-01-01T12:00:00,5Z\"",
          "\"1969-12-31T23:59:59.999Z\"",
          "\"2026-01-01T12:00:00\"",
          "\"2026-01-01 12:00:00Z\"",
          "\"2026-01-01T12:00Z\"",
          "\"2026-01-01t12:00:00z\"",
          "\"2026-02-30T00:00:00Z\"",
          "\"2026-01-01T24:00:00Z\"",
          "\"yesterday\"",
          "\"\"",
          "1754760000000",
          "null");

  private static final List<String> FIELDS =
      List.of(
          ",\"partition\":0,\"offset\":9223372036854775807,\"events\":null",
          ",\"a\":9223372036854775808,\"b\":450000000000000001,\"c\":12345678901234567890.123",
          ",\"a\":1.50,\"b\":1e3,\"c\":-0,\"d\":100.0,\"e\":1e21,\"f\":1e-7,\"g\":0.1,\"h\":1.0E2",
          ",\"a\":1,\"a\":2",
          ",\"s\":\"\u00e9 \\u00e9 \\ud83d\\ude00 <b>&\\u2028 \\t \\u0001 \\/ \\ud800 x \\u007f\"",
          ",\"k<>\\u00e9\\\"\":true",
          ",\"a.b\":1,\"data\":{\"x.y\":\"1\",\"agent\":\"3\"}",
          ",\"agent\":1,\"host\":\"h\",\"ecs\":{},\"input\":[],\"stream\":\"s\",\"type\":\"t\"",
          ",\"message\":\"m\",\"error\":\"e\",\"event\":\"q\",\"log\":{\"x\":1}",
          ",\"data\":{},\"old\":{},\"list\":[]");

  private static final List<String> OTHERS =
      List.of(
          "plain",
          "",
          " ",
          "[1]",
          "null",
          "7",
          "{\"log_type\":\"other\"}",
          "{\"log_type\":",
          "{\"log_type\":[\"cdc_event\"]}",
          "{\"log_type\":\"cdc_event\",\"a\":NaN}",
          "{\"log_type\":\"cdc_event\",\"event_id\":\"bad\",\"a\":}",
          "{\"no\":\"type\"}");

  private OddLines() {}

  static List<String> all() {
    List<String> lines = new ArrayList<>(OTHERS);
    lines.addAll(events());
    return lines;
  }

  static int shipped() {
    return events().size();
  }

  private static List<String> events() {
    List<String> lines = new ArrayList<>();
    for (String time : TIMES) {
      lines.add(event(time, "\"time " + lines.size() + "\"", ""));
    }
    for (String fields : FIELDS) {
      lines.add(FilebeatContractIT.event("fields " + lines.size(), fields));
    }
    lines.add(
        FilebeatContractIT.event(
            "nulls",
            ",\"data\":{\"id\":\"1\",\"note\":null,\"deep\":{\"n\":null},\"list\":[null]},\"old\":null"));
    lines.add("{\"log_type\":\"cdc_event\",\"event_id\":\"no time\"}");
    lines.add("{\"@timestamp\":\"2026-01-01T12:00:00.123Z\",\"log_type\":\"cdc_event\"}");
    for (String id : List.of("5", "null", "\"\"", "[\"a\"]")) {
      lines.add(event("\"2026-01-01T12:00:00.123Z\"", id, ""));
    }
    lines.add("  " + FilebeatContractIT.event("blanks around", "") + "  ");
    lines.add(FilebeatContractIT.event("more after", "") + "{\"a\":1} x");
    lines.add(FilebeatContractIT.event("long id " + "i".repeat(600), ""));
    return lines;
  }

  static String event(String time, String id, String more) {
    return "{\"@timestamp\":%s,\"log_type\":\"cdc_event\",\"event_id\":%s%s}"
        .formatted(time, id, more);
  }
}
