package io.cdcpipeline.consumer;

import static io.cdcpipeline.consumer.ReplayedLines.events;
import static io.cdcpipeline.consumer.ReplayedLines.heartbeats;
import static io.cdcpipeline.consumer.ReplayedLines.isBetween;
import static io.cdcpipeline.consumer.ReplayedLines.json;
import static io.cdcpipeline.consumer.ReplayedLines.lastRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replays as separate processes with a real broker, compared with what a consumer wrote first. */
class ReplayIT {
  private static final String TOPIC = "replayed";
  private static final int PARTITIONS = 2;
  private static final int SECONDS = 600;
  private static final Instant BEGIN = Instant.parse("2026-01-31T06:00:00Z");
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** By default a broker looks for expired records after half a minute, and every five minutes. */
  private static final Properties OFTEN = new Properties();

  static {
    OFTEN.putAll(
        Map.of("log.initial.task.delay.ms", "100", "log.retention.check.interval.ms", "100"));
  }

  @TempDir static Path directory;
  private static KafkaBroker broker;
  private static TestTopic topic;
  private static Map<String, String> settings;
  private static List<String> original;

  /** A row and a watermark each second and partition, with what TiCDC repeats after a failure. */
  @BeforeAll
  static void writeAndConsume() throws IOException {
    broker = new KafkaBroker(Files.createDirectory(directory.resolve("kafka")), OFTEN);
    topic = new TestTopic(broker, TOPIC, PARTITIONS, Map.of("retention.ms", "-1"), Map.of());
    for (int second = 0; second < SECONDS; second++) {
      Instant at = BEGIN.plusSeconds(second);
      for (int partition = 0; partition < PARTITIONS; partition++) {
        long id = 10L * second + partition;
        String table = second % 3 == 0 ? "customers" : "orders";
        send(partition, at, Messages.insert("shop", table, id, tso(at)));
        if (second % 100 == 50) {
          send(partition, at, Messages.insert("shop", table, id, tso(at)));
          send(partition, at, "{broken");
        }
        send(partition, at, Messages.watermark(tso(at)));
      }
    }
    topic.flush();
    settings = new HashMap<>(topic.settings("living"));
    Path rules = directory.resolve("rules.json");
    Files.writeString(
        rules, "[{\"table\":\"shop.customers\",\"columns\":[\"status\"],\"method\":\"hash\"}]");
    Path key = directory.resolve("key");
    Files.writeString(key, "secret");
    settings.put("REDACT_FILE", rules.toString());
    settings.put("REDACT_KEY_FILE", key.toString());
    settings.put("PIPELINE_NAMESPACE", "prod");
    settings.put("PIPELINE_NAME", "shop");
    Path lines = directory.resolve("original");
    try (var consumer = ConsumerProcess.start(lines, settings)) {
      await().atMost(TIMEOUT).until(() -> topic.committed("living", 0) == end());
      await().atMost(TIMEOUT).until(() -> topic.committed("living", 1) == end());
      assertThat(consumer.terminate()).isIn(0, 143);
    }
    original = Files.readAllLines(lines);
  }

  private static long end() {
    return 2 * SECONDS + 2 * (SECONDS / 100);
  }

  private static void send(int partition, Instant committed, String message) {
    topic.send(partition, committed.toEpochMilli() + 300, message);
  }

  private static long tso(Instant at) {
    return at.toEpochMilli() << 18;
  }

  @AfterAll
  static void stop() {
    topic.close();
    broker.close();
  }

  @Test
  void everythingIsWrittenAgainLineForLine() throws Exception {
    List<String> lines = replay(Map.of("REPLAY_FROM", "earliest"));

    assertThat(events(lines)).containsExactlyInAnyOrderElementsOf(events(original));
    assertThat(lines)
        .filteredOn(line -> json(line).path("table").asText().equals("customers"))
        .isNotEmpty()
        .allSatisfy(
            line -> assertThat(json(line).at("/data/status").asText()).matches("[0-9a-f]{64}"));
    // The first window of a partition has no beginning, so its count is unknown.
    assertThat(heartbeats(lines))
        .containsExactlyInAnyOrderElementsOf(
            heartbeats(original, line -> !line.path("events").isNull()));
  }

  @Test
  void fromAndToAreCommitTimesAndBothAreIncluded() throws Exception {
    Instant from = BEGIN.plusSeconds(100);
    Instant to = BEGIN.plusSeconds(299);
    Path result = directory.resolve("result");

    List<String> lines =
        replay(
            Map.of(
                "REPLAY_FROM", "2026-01-31T07:01:40+01:00",
                "REPLAY_TO", to.toString(),
                "REPLAY_RESULT_FILE", result.toString()));

    assertThat(events(lines))
        .hasSize(2 * 202)
        .containsExactlyInAnyOrderElementsOf(events(original, line -> isBetween(line, from, to)));
    // Windows begin and end at half minutes.
    assertThat(heartbeats(lines))
        .hasSize(2 * 5)
        .containsExactlyInAnyOrderElementsOf(
            heartbeats(original, line -> isBetween(line, from.plusSeconds(50), to)));
    assertThat(json(Files.readString(result)).path("lines").asInt()).isEqualTo(2 * 202);
    assertThat(lastRecord(result)).isEqualTo(lastRecord(lines));
  }

  /** Also the windows that begin in one part and end in the next. */
  @Test
  void partsTogetherAreTheWhole() throws Exception {
    Map<String, String> whole =
        Map.of(
            "REPLAY_FROM", BEGIN.plusSeconds(30).toString(),
            "REPLAY_TO", BEGIN.plusSeconds(570).toString());
    Map<String, String> part = new HashMap<>(whole);
    part.put("REPLAY_BOUNDS", BEGIN.plusSeconds(101).toString() + "," + BEGIN.plusSeconds(330));

    List<String> together = new ArrayList<>();
    for (int index = 0; index < 3; index++) {
      part.put("JOB_COMPLETION_INDEX", String.valueOf(index));
      List<String> lines = replay(part);
      assertThat(lines).isNotEmpty();
      together.addAll(lines);
    }

    List<String> lines = replay(whole);
    assertThat(events(together)).containsExactlyInAnyOrderElementsOf(events(lines));
    assertThat(heartbeats(lines)).hasSize(2 * 18);
    assertThat(heartbeats(together)).containsExactlyInAnyOrderElementsOf(heartbeats(lines));
  }

  /** Clocks of database and broker may differ by two hours, so reading begins earlier than that. */
  @Test
  void readingBeginsAtTheTimeOfTheRecordsAndNotAtTheBeginning() throws Exception {
    try (var later = topic("later")) {
      for (int hour = 0; hour < 10; hour++) {
        Instant at = BEGIN.plus(Duration.ofHours(hour));
        later.send(0, at.toEpochMilli(), Messages.insert("shop", "orders", hour, tso(at)));
      }
      later.flush();
      Path result = directory.resolve("later.json");

      List<String> lines =
          replay(
              Map.of(
                  "KAFKA_TOPIC", "later",
                  "REPLAY_FROM", BEGIN.plus(Duration.ofHours(7)).toString(),
                  "REPLAY_RESULT_FILE", result.toString()));

      assertThat(lines).hasSize(3);
      assertThat(Files.readString(result))
          .startsWith("{\"records\":5,\"lines\":3,\"missed\":0,\"partition\":0,\"offset\":9,")
          .endsWith("\"found\":false}");
    }
  }

  @Test
  void tablesLimitTheLinesAndLeaveHeartbeatsOut() throws Exception {
    List<String> lines =
        replay(Map.of("REPLAY_FROM", "earliest", "REPLAY_TABLES", "SHOP.cust*,other.*"));

    assertThat(heartbeats(lines)).isEmpty();
    assertThat(events(lines))
        .containsExactlyInAnyOrderElementsOf(
            events(original, line -> line.path("table").asText().equals("customers")));
  }

  /** What retention deleted is missing, and no window that it touches gets a heartbeat. */
  @Test
  void beginsAtTheFirstRecordThatIsLeft() throws Exception {
    try (var cut = topic("cut")) {
      for (int second = 0; second < 120; second++) {
        Instant at = BEGIN.plusSeconds(second);
        cut.send(0, at.toEpochMilli(), Messages.insert("shop", "orders", second, tso(at)));
        cut.send(0, at.toEpochMilli(), Messages.watermark(tso(at)));
      }
      cut.flush();
      try (Admin admin = broker.admin()) {
        var upTo = Map.of(new TopicPartition("cut", 0), RecordsToDelete.beforeOffset(80));
        admin.deleteRecords(upTo).all().get();
      }

      List<String> lines = replay(Map.of("KAFKA_TOPIC", "cut", "REPLAY_FROM", "earliest"));

      assertThat(events(lines)).hasSize(80);
      assertThat(heartbeats(lines))
          .singleElement()
          .satisfies(line -> assertThat(line.path("events").asInt()).isEqualTo(30));
    }
  }

  @Test
  void noGroupIsJoinedAndNothingIsCommitted() throws Exception {
    replay(Map.of("REPLAY_FROM", "earliest", "KAFKA_GROUP_ID", "living"));

    assertThat(topic.committed("living", 0)).isEqualTo(end());
    try (Admin admin = broker.admin()) {
      var groups = admin.listGroups().all().get();
      assertThat(groups).extracting(group -> group.groupId()).containsExactly("living");
      assertThat(admin.describeConsumerGroups(Set.of("living")).all().get().get("living").members())
          .isEmpty();
    }
  }

  @Test
  void aReplayThatIsStoppedHasFailed() throws Exception {
    Path output = directory.resolve("stopped");
    Path result = directory.resolve("stopped.json");
    Map<String, String> slow = new HashMap<>(settings);
    slow.putAll(
        Map.of(
            "REPLAY_FROM",
            "earliest",
            "REPLAY_BYTES_PER_SECOND",
            "1024",
            "REPLAY_RESULT_FILE",
            result.toString()));
    try (var process = ConsumerProcess.start(output, slow)) {
      await().atMost(TIMEOUT).until(() -> Files.size(output) > 0);
      ManagementClient management = ManagementClient.of(process);
      await().atMost(TIMEOUT).until(() -> management.sum("cdc_replay_lines") > 0);
      assertThat(management.get("/metrics").body())
          .contains("\ncdc_replay_begin_offset{partition=\"1\"} 0\n");
      assertThat(management.sum("cdc_replay_next_offset{partition=\"1\"}")).isBetween(1L, end());
      assertThat(management.sum("cdc_replay_end_offset{partition=\"1\"}")).isEqualTo(end());
      assertThat(process.isAlive()).isTrue();

      assertThat(process.terminate()).isEqualTo(143);
    }
    assertThat(result).doesNotExist();
  }

  /** Without expiry: the records are months old, and would be gone after a week by default. */
  private static TestTopic topic(String name) {
    return new TestTopic(broker, name, 1, Map.of("retention.ms", "-1"), Map.of());
  }

  private static List<String> replay(Map<String, String> replay) throws IOException {
    Path output = Files.createTempFile(directory, "replay", "");
    Map<String, String> all = new HashMap<>(settings);
    all.remove("KAFKA_GROUP_ID");
    all.putAll(replay);
    try (var process = ConsumerProcess.start(output, all)) {
      assertThat(process.waitFor(60)).as(process::errors).isZero();
    }
    return Files.readAllLines(output, UTF_8);
  }
}
