package io.cdcpipeline.local.ticdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.ticdc.Pipe.Message;
import io.cdcpipeline.testkit.fault.FailureMode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * At-least-once delivery whatever is killed: nothing is lost, and repeated messages are identical.
 */
@ExtendWith(LocalServers.Shared.class)
class RestartIT {
  private static void insert(Pipe pipe, int from, int to) throws SQLException {
    for (int id = from; id < to; id++) {
      pipe.sql("INSERT INTO t VALUES (" + id + ")");
    }
  }

  /** Every row arrived, each time with the same timestamp. */
  private static void assertEachRow(List<Message> changes, int rows) {
    Map<String, Long> commits = new HashMap<>();
    for (Message one : changes) {
      if (one.type().equals("INSERT")) {
        Long before = commits.put(one.data("id"), one.commitTs());
        assertThat(before).isIn(null, one.commitTs());
      }
    }
    assertThat(commits).hasSize(rows);
  }

  @Test
  @FailureMode(
      fault = "The database, TiCDC (the stand-in) and Kafka are killed under load",
      effect = "every row arrives, and repeated messages are equal")
  void nothingIsLostAndReplaysAreEqualWhenServersAreKilled(LocalServers servers)
      throws SQLException {
    try (Pipe pipe = new Pipe(servers, "killed").started()) {
      pipe.sql("CREATE TABLE t (id INT PRIMARY KEY)");
      insert(pipe, 0, 50);
      servers.ticdc().kill();
      insert(pipe, 50, 100);
      servers.ticdc().start();
      insert(pipe, 100, 150);
      assertEachRow(pipe.changes(), 150);

      servers.mariadb().kill();
      servers.mariadb().restart();
    }
    try (Pipe pipe = new Pipe(servers, "dbkilled").started()) {
      pipe.sql("CREATE TABLE t (id INT PRIMARY KEY)");
      insert(pipe, 0, 20);
      assertEachRow(pipe.changes(), 20);
    }
  }

  @Test
  void aBrokerOutageIsAWarningThatClears(LocalServers servers) throws SQLException {
    try (Pipe pipe = new Pipe(servers, "outage").started()) {
      pipe.sql("CREATE TABLE t (id INT PRIMARY KEY)");
      insert(pipe, 0, 20);
      assertEachRow(pipe.changes(), 20);
      servers.kafka().stop();
      insert(pipe, 20, 40);
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> pipe.status().path("state").asText().equals("warning"));
      servers.kafka().start();
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> pipe.status().path("state").asText().equals("normal"));
      assertEachRow(pipe.changes(), 40);
    }
  }

  @Test
  void aPausedChangefeedSendsNothingAndAReplayHasTheSameTimestamps(LocalServers servers)
      throws SQLException {
    try (Pipe pipe = new Pipe(servers, "paused").started()) {
      pipe.sql("CREATE TABLE t (id INT PRIMARY KEY)");
      long start = pipe.checkpoint();
      insert(pipe, 0, 10);
      assertEachRow(pipe.changes(), 10);
      ObjectNode empty = Pipe.JSON.createObjectNode();
      assertThat(pipe.call("POST", "/paused/pause", empty).statusCode()).isEqualTo(200);
      long stopped = pipe.checkpoint();
      insert(pipe, 10, 20);
      assertThat(pipe.checkpoint()).isEqualTo(stopped);

      ObjectNode back = Pipe.JSON.createObjectNode().put("overwrite_checkpoint_ts", start);
      assertThat(pipe.call("POST", "/paused/resume", back).statusCode()).isEqualTo(200);
      List<Message> changes = pipe.changes();
      assertEachRow(changes, 20);
      assertThat(changes).filteredOn(one -> one.type().equals("INSERT")).hasSizeGreaterThan(25);
    }
  }
}
