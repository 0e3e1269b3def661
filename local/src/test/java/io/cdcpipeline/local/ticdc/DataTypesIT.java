package io.cdcpipeline.local.ticdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.ticdc.Pipe.Message;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every column type: from SQL through the binlog to the text and types of the message. */
@ExtendWith(LocalServers.Shared.class)
class DataTypesIT {
  /** A column: its name, definition and SQL literal, and what the message must contain. */
  private record Case(
      String name, String definition, String literal, String text, int sqlType, String mysqlType) {}

  private static final List<Case> CASES =
      List.of(
          new Case("id", "BIGINT PRIMARY KEY", "1", "1", -5, "bigint"),
          new Case("t1", "TINYINT", "-128", "-128", -6, "tinyint"),
          new Case("t2", "TINYINT UNSIGNED", "255", "255", 5, "tinyint unsigned"),
          new Case("t3", "TINYINT UNSIGNED", "127", "127", -6, "tinyint unsigned"),
          new Case("b", "BOOL", "TRUE", "1", -6, "tinyint"),
          new Case("s1", "SMALLINT", "-32768", "-32768", 5, "smallint"),
          new Case("s2", "SMALLINT UNSIGNED", "65535", "65535", 4, "smallint unsigned"),
          new Case("m1", "MEDIUMINT", "-8388608", "-8388608", 4, "mediumint"),
          new Case("m2", "MEDIUMINT UNSIGNED", "16777215", "16777215", 4, "mediumint unsigned"),
          new Case("i1", "INT", "-2147483648", "-2147483648", 4, "int"),
          new Case("i2", "INT ZEROFILL", "4294967295", "4294967295", -5, "int unsigned zerofill"),
          new Case("i3", "INT UNSIGNED", "2147483647", "2147483647", 4, "int unsigned"),
          new Case("l1", "BIGINT", "-9223372036854775808", "-9223372036854775808", -5, "bigint"),
          new Case(
              "l2",
              "BIGINT UNSIGNED",
              "18446744073709551615",
              "18446744073709551615",
              3,
              "bigint unsigned"),
          new Case(
              "l3",
              "BIGINT UNSIGNED",
              "9007199254740993",
              "9007199254740993",
              -5,
              "bigint unsigned"),
          new Case("f1", "FLOAT", "1.234", "1.234", 7, "float"),
          new Case("f2", "FLOAT", "-0.00001", "-0.00001", 7, "float"),
          new Case("d1", "DOUBLE", "1e20", "100000000000000000000", 8, "double"),
          new Case("d2", "DOUBLE", "2e-3", "0.002", 8, "double"),
          new Case("n", "DECIMAL(20,4)", "12345.6", "12345.6000", 3, "decimal"),
          new Case("bi", "BIT(10)", "b'1000000011'", "515", -7, "bit"),
          new Case("bl", "BIT(64)", "18446744073709551615", "18446744073709551615", -7, "bit"),
          new Case("en", "ENUM('a','b')", "'b'", "2", 4, "enum"),
          new Case("st", "SET('x','y','z')", "'x,z'", "5", -7, "set"),
          new Case("c", "CHAR(5)", "'ab'", "ab", 1, "char"),
          new Case(
              "v",
              "VARCHAR(20)",
              "'h\u00e9 \ud83d\ude00 <&>'",
              "h\u00e9 \ud83d\ude00 <&>",
              12,
              "varchar"),
          new Case(
              "la", "VARCHAR(9) CHARACTER SET latin1", "'caf\u00e9'", "caf\u00e9", 12, "varchar"),
          new Case("tt", "TINYTEXT", "'tiny'", "tiny", 2005, "tinytext"),
          new Case("tx", "TEXT", "'a\\n\"b\\\\'", "a\n\"b\\", 2005, "text"),
          new Case("mt", "MEDIUMTEXT", "'medium'", "medium", 2005, "mediumtext"),
          new Case("lt", "LONGTEXT", "'long'", "long", 2005, "longtext"),
          new Case("bn", "BINARY(4)", "x'0102'", "\u0001\u0002\0\0", 2004, "binary"),
          new Case("vb", "VARBINARY(10)", "x'ff00'", "\u00ff\0", 2004, "varbinary"),
          new Case("tb", "TINYBLOB", "x'00ff'", "\0\u00ff", 2004, "tinyblob"),
          new Case("bb", "BLOB", "'blob'", "blob", 2004, "blob"),
          new Case("mb", "MEDIUMBLOB", "'m'", "m", 2004, "mediumblob"),
          new Case("lb", "LONGBLOB", "'l'", "l", 2004, "longblob"),
          new Case("dt", "DATE", "'2023-05-26'", "2023-05-26", 91, "date"),
          new Case("d0", "DATE", "'1000-01-01'", "1000-01-01", 91, "date"),
          new Case(
              "dm", "DATETIME", "'2023-05-26 15:15:56'", "2023-05-26 15:15:56", 93, "datetime"),
          new Case(
              "d3",
              "DATETIME(3)",
              "'1969-12-31 23:59:59.123'",
              "1969-12-31 23:59:59.123",
              93,
              "datetime"),
          new Case(
              "ts",
              "TIMESTAMP NULL",
              "'2023-05-26 15:15:56'",
              "2023-05-26 15:15:56",
              93,
              "timestamp"),
          new Case(
              "t6",
              "TIMESTAMP(6) NULL",
              "'2023-05-26 15:15:56.120000'",
              "2023-05-26 15:15:56.120000",
              93,
              "timestamp"),
          new Case("tm", "TIME", "'-838:59:59'", "-838:59:59", 92, "time"),
          new Case("tn", "TIME(2)", "'-00:00:00.25'", "-00:00:00.25", 92, "time"),
          new Case("tp", "TIME(3)", "'101:02:03.004'", "101:02:03.004", 92, "time"),
          new Case("y", "YEAR", "2023", "2023", 12, "year"),
          new Case("y0", "YEAR", "0", "0", 12, "year"),
          new Case(
              "j",
              "JSON",
              "'{\"b\":1,\"a\":[1,2.5,\"x\",null]}'",
              "{\"a\": [1, 2.5, \"x\", null], \"b\": 1}",
              12,
              "json"),
          new Case("nu", "VARCHAR(5)", "NULL", null, 12, "varchar"),
          new Case("sg", "INT AS (t1 + 2) STORED", null, "-126", 4, "int"),
          new Case("vg", "INT AS (t1 + 1) VIRTUAL", null, null, 0, null));

  private static void create(Pipe pipe) throws SQLException {
    List<String> definitions = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> literals = new ArrayList<>();
    for (Case one : CASES) {
      definitions.add(one.name() + " " + one.definition());
      if (one.literal() != null) {
        names.add(one.name());
        literals.add(one.literal());
      }
    }
    pipe.sql(
        "CREATE TABLE t (" + String.join(", ", definitions) + ")",
        "INSERT INTO t (%s) VALUES (%s)"
            .formatted(String.join(",", names), String.join(",", literals)));
  }

  @Test
  void everyTypeHasItsTextAndTypeNames(LocalServers servers) throws SQLException {
    try (Pipe pipe = new Pipe(servers, "types").started()) {
      create(pipe);
      JsonNode insert = pipe.changes().get(1).json();
      JsonNode data = insert.path("data").path(0);
      SoftAssertions all = new SoftAssertions();
      for (Case one : CASES) {
        boolean sent = one.mysqlType() != null;
        all.assertThat(data.has(one.name())).as(one.name() + " is sent").isEqualTo(sent);
        if (sent) {
          all.assertThat(data.path(one.name()).asText(null)).as(one.name()).isEqualTo(one.text());
          all.assertThat(insert.path("sqlType").path(one.name()).asInt())
              .as("sqlType of " + one.name())
              .isEqualTo(one.sqlType());
          all.assertThat(insert.path("mysqlType").path(one.name()).asText())
              .as("mysqlType of " + one.name())
              .isEqualTo(one.mysqlType());
        }
      }
      all.assertAll();
    }
  }

  @Test
  void updatesAndDeletesHaveTheWholePreviousRow(LocalServers servers) throws SQLException {
    try (Pipe pipe = new Pipe(servers, "images").started()) {
      pipe.sql(
          "CREATE TABLE t (id INT PRIMARY KEY, a TIME, b TEXT)",
          "INSERT INTO t VALUES (1, '-01:00:00', 'x')",
          "UPDATE t SET b = NULL",
          "DELETE FROM t");
      List<Message> changes = pipe.changes();
      assertThat(changes)
          .extracting(Message::type)
          .containsExactly("CREATE", "INSERT", "UPDATE", "DELETE");
      Message update = changes.get(2);
      assertThat(update.old("a")).isEqualTo("-01:00:00");
      assertThat(update.old("b")).isEqualTo("x");
      assertThat(update.data("a")).isEqualTo("-01:00:00");
      assertThat(update.data("b")).isNull();
      assertThat(changes.get(3).data("a")).isEqualTo("-01:00:00");
      assertThat(changes.get(3).json().path("old").isNull()).isTrue();
    }
  }
}
