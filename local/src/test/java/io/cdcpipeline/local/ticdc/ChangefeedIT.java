package io.cdcpipeline.local.ticdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.ticdc.Pipe.Message;
import java.net.http.HttpResponse;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a changefeed sends for changes made in SQL. */
@ExtendWith(LocalServers.Shared.class)
class ChangefeedIT {
  private static final int ROWS = 12_500;

  private static List<Message> rows(Pipe pipe) {
    return pipe.changes().stream().filter(m -> !m.json().path("isDdl").asBoolean()).toList();
  }

  @Test
  void tablesWithoutAKeyAreSkippedUnlessForced(LocalServers servers) throws SQLException {
    try (Pipe pipe = new Pipe(servers, "nokey").started()) {
      pipe.sql(
          "CREATE TABLE heap (a INT, b INT)",
          "CREATE TABLE maybe (a INT, UNIQUE KEY (a))",
          "CREATE TABLE keyed (a INT NOT NULL, b INT, UNIQUE KEY ua (a))",
          "INSERT INTO heap VALUES (1, 1)",
          "INSERT INTO maybe VALUES (1)",
          "INSERT INTO keyed VALUES (1, 1)");
      assertThat(pipe.changes())
          .extracting(Message::type, m -> m.json().path("table").asText())
          .containsExactly(tuple("CREATE", "keyed"), tuple("INSERT", "keyed"));
    }
    try (Pipe pipe = new Pipe(servers, "forced")) {
      ObjectNode request = pipe.request();
      ((ObjectNode) request.path("replica_config")).put("force_replicate", true);
      assertThat(pipe.call("POST", "", request).statusCode()).isEqualTo(200);
      pipe.sql("CREATE TABLE heap (a INT, b INT)", "INSERT INTO heap VALUES (1, 1), (1, 1)");
      pipe.sql("UPDATE heap SET b = 2 LIMIT 1", "DELETE FROM heap WHERE b = 2");
      List<Message> rows = rows(pipe);
      assertThat(rows)
          .extracting(Message::type)
          .containsExactly("INSERT", "INSERT", "UPDATE", "DELETE");
      assertThat(rows.get(0).json().path("pkNames").toString()).isEqualTo("[]");
    }
  }

  @Test
  void sendsOnlyTheDdlThatTicdcSends(LocalServers servers) throws SQLException {
    try (Pipe pipe = new Pipe(servers, "ddl").started()) {
      pipe.sql(
          "CREATE TABLE IF NOT EXISTS t (id INT PRIMARY KEY, a INT) /*T! SHARD_ROW_ID_BITS=4 */",
          "CREATE TABLE IF NOT EXISTS t (id INT PRIMARY KEY)",
          "CREATE USER IF NOT EXISTS ddl_user IDENTIFIED BY 'top-secret'",
          "GRANT ALL ON ddl.* TO ddl_user",
          "ALTER TABLE t ADD COLUMN b INT",
          "CREATE INDEX ia ON t (a)",
          "ALTER TABLE t DROP INDEX ia",
          "ALTER TABLE t ADD UNIQUE KEY ub (b)",
          "RENAME TABLE t TO u",
          "TRUNCATE TABLE u",
          "CREATE TABLE v (id INT PRIMARY KEY)",
          "DROP TABLE u, v",
          "DROP TABLE IF EXISTS u",
          "CREATE DATABASE IF NOT EXISTS ddl");
      List<Message> changes = pipe.changes();
      assertThat(changes)
          .extracting(Message::type, m -> m.json().path("table").asText())
          .containsExactly(
              tuple("CREATE", "t"),
              tuple("ALTER", "t"),
              tuple("CINDEX", "t"),
              tuple("DINDEX", "t"),
              tuple("CINDEX", "t"),
              tuple("RENAME", "u"),
              tuple("TRUNCATE", "u"),
              tuple("CREATE", "v"),
              tuple("ERASE", "u"),
              tuple("ERASE", "v"));
      assertThat(changes).allMatch(message -> message.partition() == 0 && !message.keyed());
      assertThat(changes).noneMatch(message -> message.text().contains("secret"));
    }
  }

  @Test
  void aTransactionIsOneChangePerRowAndKeyChangesAreSplit(LocalServers servers)
      throws SQLException {
    try (Pipe pipe = new Pipe(servers, "net").started()) {
      pipe.sql("CREATE TABLE t (id INT PRIMARY KEY, u INT UNIQUE, a INT)");
      pipe.sql("INSERT INTO t VALUES (1, 1, 1), (2, 2, 2), (3, 3, 3)");
      pipe.sql("START TRANSACTION", "UPDATE t SET a = 10 WHERE id = 1");
      pipe.sql("UPDATE t SET a = 11 WHERE id = 1", "UPDATE t SET u = 20 WHERE id = 2");
      pipe.sql("UPDATE t SET id = 30 WHERE id = 3", "INSERT INTO t VALUES (4, 4, 4)");
      pipe.sql("DELETE FROM t WHERE id = 4", "SAVEPOINT s", "INSERT INTO t VALUES (5, 5, 5)");
      pipe.sql("ROLLBACK TO s", "COMMIT");
      List<Message> last = rows(pipe).stream().skip(3).toList();
      assertThat(last)
          .extracting(Message::type, m -> m.data("id"), m -> m.data("u"), m -> m.data("a"))
          .containsExactlyInAnyOrder(
              tuple("UPDATE", "1", "1", "11"),
              tuple("DELETE", "2", "2", "2"),
              tuple("INSERT", "2", "20", "2"),
              tuple("DELETE", "3", "3", "3"),
              tuple("INSERT", "30", "3", "3"));
      assertThat(last.stream().map(Message::commitTs).distinct()).hasSize(1);
      assertThat(last)
          .filteredOn(m -> m.type().equals("UPDATE"))
          .allMatch(m -> m.old("a").equals("1"));
    }
  }

  @Test
  void aLargeTransactionArrivesCompletely(LocalServers servers) throws SQLException {
    try (Pipe pipe = new Pipe(servers, "large").started()) {
      pipe.sql("CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(20))");
      pipe.connection().setAutoCommit(false);
      insert(pipe, 5000);
      pipe.sql("UPDATE t SET a = 'changed' WHERE id < 2500", "COMMIT");
      pipe.sql("UPDATE t SET a = 'again'", "DELETE FROM t WHERE id >= 2500", "COMMIT");
      List<Message> rows = rows(pipe);
      Map<String, Long> counts =
          rows.stream().collect(Collectors.groupingBy(Message::type, Collectors.counting()));
      // 12,500 row changes, of which TiKV has one per row and transaction.
      assertThat(5000 + 2500 + 5000).isEqualTo(ROWS);
      assertThat(counts)
          .containsOnly(
              Map.entry("INSERT", 5000L), Map.entry("UPDATE", 2500L), Map.entry("DELETE", 2500L));
      assertThat(rows.stream().map(Message::partition).distinct()).hasSize(2);
      assertThat(rows.stream().map(Message::commitTs).distinct()).hasSize(2);
    }
  }

  private static void insert(Pipe pipe, int rows) throws SQLException {
    try (PreparedStatement insert =
        pipe.connection().prepareStatement("INSERT INTO t VALUES (?, 'x')")) {
      for (int id = 0; id < rows; id++) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  @Test
  void anOversizedRowFailsTheChangefeedWithItsError(LocalServers servers) throws SQLException {
    try (Pipe pipe = new Pipe(servers, "toolarge").started()) {
      pipe.sql("CREATE TABLE t (id INT PRIMARY KEY, a LONGTEXT)");
      pipe.sql("INSERT INTO t VALUES (1, REPEAT('x', 1100000))");
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(
                          pipe.status().path("last_warning").toString()
                              + pipe.status().path("last_error"))
                      .contains("CDC:ErrMessageTooLarge")
                      .contains("toolarge.t"));
    }
  }

  @Test
  void kafkaErrorsBecomeTicdcErrors(LocalServers servers) throws SQLException {
    try (Pipe pipe = new Pipe(servers, "refused")) {
      refused(pipe, pipe.sinkUri("wrong", "refused"), "Authentication failed");
      refused(pipe, pipe.sinkUri("p%26ss%2Fw%3Drd", "elsewhere"), "Topic authorization failed");
      refused(
          pipe,
          pipe.sinkUri("p%26ss%2Fw%3Drd", "refused")
              .replace("replication-factor=1", "partition-num=9"),
          "more than that of actual topic");
    }
  }

  private static void refused(Pipe pipe, String sinkUri, String why) {
    ObjectNode request = pipe.request().put("sink_uri", sinkUri);
    HttpResponse<String> answer = pipe.call("POST", "", request);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("CDC:ErrSinkURIInvalid")
        .contains("CDC:ErrKafka")
        .contains(why);
  }
}
