package io.cdcpipeline.local.ticdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.ticdc.Pipe.Message;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Statements that a schema recorder cannot keep up with, and those in unusual dialects. */
@ExtendWith(LocalServers.Shared.class)
class SchemaChangesIT {
  @Test
  void rowsOfATableThatWasReplacedHaveTheColumnsOfTheirTime(LocalServers servers)
      throws SQLException {
    try (Pipe pipe = new Pipe(servers, "replaced").started()) {
      pipe.together(
          "CREATE TABLE t (a INT PRIMARY KEY, c VARBINARY(4), v INT UNSIGNED)",
          "INSERT INTO t VALUES (1, x'ff00', 4294967295)",
          "DROP TABLE t",
          "CREATE TABLE t (b VARCHAR(10) PRIMARY KEY, v INT)",
          "INSERT INTO t VALUES ('two', -1)",
          "UPDATE t SET v = -2");

      assertThat(pipe.changes())
          .extracting(SchemaChangesIT::text)
          .containsExactly(
              "CREATE t",
              "INSERT t {\"a\":\"1\",\"c\":\"\u00ff\\u0000\",\"v\":\"4294967295\"} [\"a\"]",
              "ERASE t",
              "CREATE t",
              "INSERT t {\"b\":\"two\",\"v\":\"-1\"} [\"b\"]",
              "UPDATE t {\"b\":\"two\",\"v\":\"-2\"} [\"b\"]");
    }
  }

  @Test
  void tablesThatSwapNamesKeepTheirColumns(LocalServers servers) throws SQLException {
    try (Pipe pipe = new Pipe(servers, "swapped").started()) {
      pipe.together(
          "CREATE TABLE a (n BIGINT UNSIGNED PRIMARY KEY, m INT)",
          "INSERT INTO a VALUES (18446744073709551615, 4)",
          "CREATE TABLE b (k VARCHAR(10) PRIMARY KEY, x DECIMAL(20,10))",
          "INSERT INTO b VALUES ('five', -0.0000000001)",
          "RENAME TABLE a TO c, b TO a, c TO b",
          "INSERT INTO a VALUES ('six', 6)",
          "INSERT INTO b VALUES (9223372036854775808, 1)");

      assertThat(pipe.changes())
          .extracting(SchemaChangesIT::text)
          .filteredOn(text -> text.startsWith("INSERT"))
          .containsExactly(
              "INSERT a {\"n\":\"18446744073709551615\",\"m\":\"4\"} [\"n\"]",
              "INSERT b {\"k\":\"five\",\"x\":\"-0.0000000001\"} [\"k\"]",
              "INSERT a {\"k\":\"six\",\"x\":\"6.0000000000\"} [\"k\"]",
              "INSERT b {\"n\":\"9223372036854775808\",\"m\":\"1\"} [\"n\"]");
    }
  }

  @Test
  void namesInDoubleQuotesAreNames(LocalServers servers) throws SQLException {
    try (Pipe pipe = new Pipe(servers, "quoted").started()) {
      pipe.sql(
          "SET SESSION sql_mode = 'ANSI_QUOTES,STRICT_TRANS_TABLES'",
          "CREATE TABLE \"my_table\" (\"id\" BIGINT UNSIGNED PRIMARY KEY, \"v\" VARCHAR(10))",
          "INSERT INTO \"my_table\" VALUES (18446744073709551615, 'x')",
          "ALTER TABLE \"my_table\" ADD COLUMN \"w\" TINYINT UNSIGNED",
          "UPDATE \"my_table\" SET \"w\" = 255",
          "CREATE INDEX \"iv\" ON \"my_table\" (\"v\")",
          "DROP TABLE \"my_table\"");

      assertThat(pipe.changes())
          .extracting(SchemaChangesIT::text)
          .containsExactly(
              "CREATE my_table",
              "INSERT my_table {\"id\":\"18446744073709551615\",\"v\":\"x\"} [\"id\"]",
              "ALTER my_table",
              "UPDATE my_table {\"id\":\"18446744073709551615\",\"v\":\"x\",\"w\":\"255\"}"
                  + " [\"id\"]",
              "CINDEX my_table",
              "ERASE my_table");
    }
  }

  @Test
  void zeroDatesAreSentAsStored(LocalServers servers) throws SQLException {
    try (Pipe pipe = new Pipe(servers, "zerodates").started()) {
      pipe.sql(
          "SET SESSION sql_mode = ''",
          "CREATE TABLE t (id INT PRIMARY KEY, d DATE, dt DATETIME, ts TIMESTAMP NULL, d6"
              + " DATETIME(6))",
          "INSERT INTO t VALUES (1, '0000-00-00', '0000-00-00', '0000-00-00', '0000-00-00')",
          "INSERT INTO t VALUES (2, '2023-05-00', '2023-00-15 10:00:00', '1970-01-01 00:00:01',"
              + " '2023-05-00 10:00:00.123456')");

      assertThat(pipe.changes())
          .extracting(SchemaChangesIT::text)
          .contains(
              "INSERT t {\"id\":\"1\",\"d\":\"0000-00-00\",\"dt\":\"0000-00-00"
                  + " 00:00:00\",\"ts\":\"0000-00-00 00:00:00\",\"d6\":\"0000-00-00"
                  + " 00:00:00.000000\"} [\"id\"]",
              "INSERT t {\"id\":\"2\",\"d\":\"2023-05-00\",\"dt\":\"2023-00-15"
                  + " 10:00:00\",\"ts\":\"1970-01-01 00:00:01\",\"d6\":\"2023-05-00"
                  + " 10:00:00.123456\"} [\"id\"]");
    }
  }

  @Test
  void anExchangedPartitionIsTheOtherTables(LocalServers servers) throws SQLException {
    try (Pipe pipe = new Pipe(servers, "exchanged").started()) {
      pipe.sql(
          "CREATE TABLE pt (id INT PRIMARY KEY, f VARCHAR(30)) PARTITION BY RANGE (id)"
              + " (PARTITION p0 VALUES LESS THAN (50), PARTITION p1 VALUES LESS THAN (MAXVALUE))",
          "CREATE TABLE px (id INT PRIMARY KEY, f VARCHAR(30))",
          "INSERT INTO px VALUES (7, 'x')",
          "ALTER TABLE pt EXCHANGE PARTITION p0 WITH TABLE px",
          "UPDATE pt SET f = 'z' WHERE id = 7",
          "ALTER TABLE pt TRUNCATE PARTITION p1");

      assertThat(pipe.changes())
          .extracting(SchemaChangesIT::text)
          .containsExactly(
              "CREATE pt",
              "CREATE px",
              "INSERT px {\"id\":\"7\",\"f\":\"x\"} [\"id\"]",
              "QUERY px",
              "UPDATE pt {\"id\":\"7\",\"f\":\"z\"} [\"id\"]",
              "ALTER pt");
    }
  }

  private static String text(Message message) {
    var json = message.json();
    var type = json.path("type").asText() + " " + json.path("table").asText();
    return json.path("isDdl").asBoolean()
        ? type
        : type + " " + json.path("data").path(0) + " " + json.path("pkNames");
  }
}
