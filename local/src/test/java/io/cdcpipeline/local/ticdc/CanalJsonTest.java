package io.cdcpipeline.local.ticdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.local.binlog.Ddl;
import io.cdcpipeline.local.ticdc.CanalJson.RowFormat;
import io.cdcpipeline.testkit.ticdc.TableName;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The exact text of messages, with the key order of TiCDC v8.5.7. */
class CanalJsonTest {
  private static final long TSO = 464073967049113629L;
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1770301693833L), ZoneOffset.UTC);
  private static final RowFormat PLAIN = new RowFormat(false, false);

  private static String text(byte[] message) {
    return new String(message, StandardCharsets.UTF_8);
  }

  private static CanalJson json(boolean extension, RowFormat format) {
    return new CanalJson(extension, format, CLOCK);
  }

  @Test
  void anUpdate() {
    RowChange change =
        new RowChange(
            Tables.keyed(), Arrays.asList("7", "1", null), List.of("7", "1", "<\"\u2028\u0001>"));
    assertThat(text(json(true, PLAIN).row(change, TSO)))
        .isEqualTo(
            "{\"id\":0,\"database\":\"shop\",\"table\":\"t\",\"pkNames\":[\"id\"],\"isDdl\":false,"
                + "\"type\":\"UPDATE\",\"es\":1770301693150,\"ts\":1770301693833,\"sql\":\"\","
                + "\"sqlType\":{\"id\":4,\"u\":4,\"a\":12},"
                + "\"mysqlType\":{\"id\":\"int\",\"u\":\"int\",\"a\":\"varchar\"},"
                + "\"old\":[{\"id\":\"7\",\"u\":\"1\",\"a\":null}],"
                + "\"data\":[{\"id\":\"7\",\"u\":\"1\",\"a\":\"\\u003c\\\"\\u2028\\u0001\\u003e\"}],"
                + "\"_tidb\":{\"commitTs\":464073967049113629}}");
  }

  @Test
  void ddlAndWatermark() {
    Ddl ddl =
        new Ddl(
            "QUERY",
            new TableName("demo", ""),
            "CREATE DATABASE `demo`",
            Optional.empty(),
            Ddl.Effect.CREATES);
    assertThat(text(json(false, PLAIN).ddl(ddl, TSO)))
        .isEqualTo(
            "{\"id\":0,\"database\":\"demo\",\"table\":\"\",\"pkNames\":null,\"isDdl\":true,"
                + "\"type\":\"QUERY\",\"es\":1770301693150,\"ts\":1770301693833,"
                + "\"sql\":\"CREATE DATABASE `demo`\",\"sqlType\":null,\"mysqlType\":null,"
                + "\"data\":null,\"old\":null}");
    assertThat(text(json(true, PLAIN).watermark(TSO)))
        .isEqualTo(
            "{\"id\":0,\"database\":\"\",\"table\":\"\",\"pkNames\":null,\"isDdl\":false,"
                + "\"type\":\"TIDB_WATERMARK\",\"es\":1770301693150,\"ts\":1770301693833,"
                + "\"sql\":\"\",\"sqlType\":null,\"mysqlType\":null,\"data\":null,\"old\":null,"
                + "\"_tidb\":{\"watermarkTs\":464073967049113629}}");
  }

  @Test
  void optionsChangeTheContent() {
    RowFormat reduced = new RowFormat(true, true);
    RowChange update =
        new RowChange(Tables.keyed(), List.of("7", "1", "x"), List.of("7", "1", "y"));
    assertThat(text(json(true, reduced).row(update, TSO))).contains("\"old\":[{\"a\":\"x\"}]");
    RowChange delete = new RowChange(Tables.keyed(), List.of("7", "1", "x"), null);
    assertThat(text(json(true, reduced).row(delete, TSO)))
        .contains("\"data\":[{\"id\":\"7\"}]")
        .contains("\"sqlType\":{\"id\":4}");
    RowChange heap = new RowChange(Tables.heap(), null, List.of("7", "1", "x"));
    assertThat(text(json(true, PLAIN).row(heap, TSO))).contains("\"pkNames\":[],");
  }
}
