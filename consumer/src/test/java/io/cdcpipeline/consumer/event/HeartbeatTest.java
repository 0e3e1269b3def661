package io.cdcpipeline.consumer.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.consumer.Messages;
import io.cdcpipeline.consumer.RecordProcessorHarness;
import io.cdcpipeline.consumer.canal.Tso;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

/** Which windows heartbeats report, and when their counts are exact. */
class HeartbeatTest {
  /** 2025-08-09T17:20:00Z. */
  private static final long START = 1_754_760_000_000L;

  private final RecordProcessorHarness consumer = new RecordProcessorHarness();

  @Test
  void isALineOfItsOwn() {
    PipelineName pipeline = new PipelineName(Optional.of("prod"), Optional.of("shop"));
    var named = new RecordProcessorHarness(Redaction.NONE, "", 1000, pipeline).at(START + 31_000);
    named.send(watermark(1), insert(1, 2), insert(2, 3), ddl(4), insert(2, 3), watermark(31));
    assertThat(named.text().lines().toList().get(0))
        .isEqualTo(
            "{\"@timestamp\":\"2025-08-09T17:20:01.000Z\",\"log_type\":\"cdc_heartbeat\","
                + "\"event_id\":\"cdc-shop-2@"
                + tso(1)
                + "/HEARTBEAT\",\"namespace\":\"prod\",\"pipeline\":\"shop\",\"topic\":\"cdc-shop\","
                + "\"partition\":2,\"watermark\":\""
                + tso(1)
                + "\",\"previous_watermark\":null,\"events\":null,\"ddl\":null,"
                + "\"written_at\":\"2027-01-15T08:00:00.000Z\"}");
    JsonNode second = named.heartbeats().get(1);
    assertThat(second.get("@timestamp").asText()).isEqualTo("2025-08-09T17:20:31.000Z");
    assertThat(second.get("previous_watermark").asText()).isEqualTo("" + tso(1));
    assertThat(second.get("events").asLong()).isEqualTo(2);
    assertThat(second.get("ddl").asLong()).isEqualTo(1);
    assertThat(named.lines())
        .allSatisfy(
            line -> {
              assertThat(line.get("namespace").asText()).isEqualTo("prod");
              assertThat(line.get("pipeline").asText()).isEqualTo("shop");
            });
  }

  @Test
  void closesAWindowAtTheFirstWatermarkBeyondAFullHalfMinute() {
    for (int second : new int[] {10, 20, 29, 31, 45, 59, 60, 95}) {
      consumer.send(watermark(second));
    }
    assertThat(consumer.heartbeats().stream().map(line -> line.get("watermark").asText()))
        .containsExactly("" + tso(10), "" + tso(31), "" + tso(60), "" + tso(95));
  }

  /** A row above a watermark, but sent before it, belongs to the window after it. */
  @Test
  void countsByCommitTimeNotByArrival() {
    consumer.send(watermark(1), insert(1, 2), insert(2, 40), watermark(31), insert(3, 45));
    assertThat(events(watermark(61))).isEqualTo("[null, 1, 2]");
  }

  @Test
  void countsAnEmptyWindowAsZero() {
    consumer.send(watermark(1));
    assertThat(events(watermark(31))).isEqualTo("[null, 0]");
  }

  @Test
  void ignoresWhatTicdcSendsAgain() {
    String[] twice = {insert(1, 32), insert(2, 33), watermark(34)};
    consumer.send(watermark(1), watermark(31)).send(twice).send(twice);
    assertThat(events(watermark(61))).isEqualTo("[null, 0, 2]");
  }

  @Test
  void doesNotCountAWindowThatExceededTheMemory() {
    var small = new RecordProcessorHarness(Redaction.NONE, "", 2);
    small.send(watermark(1), insert(1, 2), insert(2, 3), insert(3, 4), watermark(31));
    small.send(insert(4, 32), watermark(61));
    assertThat(events(small)).isEqualTo("[null, null, 1]");
  }

  /** Two equal rows of one transaction share an id. */
  @Test
  void doesNotCountAWindowWithRowsOfATableWithoutKey() {
    String keyless = insert(1, 2).replace("\"pkNames\":[\"id\"]", "\"pkNames\":null");
    consumer.send(watermark(1), keyless, watermark(31));
    assertThat(events(watermark(61))).isEqualTo("[null, null, 0]");
  }

  @Test
  void doesNotCountAWindowWithMessagesWithoutCommitTime() {
    String canal = insert(1, 2).replaceAll(",\"_tidb\":\\{[^}]*}", "");
    consumer.at(START + 2000).send(watermark(1), canal, watermark(31));
    assertThat(events(watermark(61))).isEqualTo("[null, null, 0]");
  }

  @Test
  void doesNotCountWindowsThatBeganBeforeAReaderWithoutState() {
    consumer.resume(new OffsetAndMetadata(700), 700);
    consumer.at(START + 5000).send(insert(1, 5), watermark(6), watermark(31));
    assertThat(events(watermark(61))).isEqualTo("[null, 0, 0]");
  }

  /** Whether a row of the first window precedes the reader's start cannot be known. */
  @Test
  void doesNotCountAWindowWhoseBeginWasNotRead() {
    consumer.resume(new OffsetAndMetadata(700), 700);
    consumer.at(START + 50_000).send(watermark(1), insert(1, 5), watermark(31));
    assertThat(events(watermark(61))).isEqualTo("[null, null, null]");
  }

  @Test
  void continuesAWindowOfVersion1() {
    consumer.resume(new OffsetAndMetadata(700, "cdc1 watermark=" + tso(1) + " from=700"), 700);
    consumer.send(insert(1, 5));
    assertThat(events(watermark(31))).isEqualTo("[1]");
  }

  /** The changefeed was deleted and created: it starts over from an earlier time. */
  @Test
  void doesNotCountTheWindowInWhichTheChangefeedWasRecreated() {
    consumer.send(watermark(1), watermark(31), watermark(61), insert(1, 62), watermark(5));
    consumer.send(watermark(62));
    assertThat(events(watermark(91))).isEqualTo("[null, 0, 0, null]");
  }

  /** Random streams with replays and restarts: the windows and counts of an undisturbed reader. */
  @Test
  void isTheSameForEveryReader() {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      List<String> topic = topic(random);
      var undisturbed = new RecordProcessorHarness();
      topic.forEach(undisturbed::send);
      var restarted = new RecordProcessorHarness();
      List<String> read = new ArrayList<>();
      for (String message : topic) {
        read.add(message);
        restarted.send(message);
        if (random.nextInt(10) == 0) {
          restarted.restart(read);
        }
      }
      assertThat(restarted.heartbeats()).as("seed %s", seed).isEqualTo(undisturbed.heartbeats());
      assertThat(undisturbed.heartbeats()).hasSizeGreaterThan(3);
    }
  }

  private static List<String> topic(Random random) {
    List<String> topic = new ArrayList<>(List.of(watermark(0)));
    List<String> sinceWatermark = new ArrayList<>();
    for (int second = 1; second < 200; second++) {
      String row = insert(second, second + random.nextInt(20));
      topic.add(row);
      sinceWatermark.add(row);
      if (random.nextInt(5) == 0) {
        topic.addAll(sinceWatermark);
      }
      if (random.nextInt(6) == 0) {
        topic.add(watermark(second));
        sinceWatermark.clear();
      }
    }
    return topic;
  }

  private String events(String lastWatermark) {
    consumer.send(lastWatermark);
    return events(consumer);
  }

  private static String events(RecordProcessorHarness consumer) {
    return consumer.heartbeats().stream()
        .map(line -> line.get("events").toString())
        .toList()
        .toString();
  }

  private static long tso(int second) {
    return Tso.ofMillis(START + second * 1000L);
  }

  private static String watermark(int second) {
    return Messages.watermark(tso(second));
  }

  private static String insert(long id, int second) {
    return Messages.insert("shop", "orders", id, tso(second));
  }

  private static String ddl(int second) {
    return Messages.row("ALTER", "shop", "orders", tso(second), "null", "{}")
        .replace("\"isDdl\":false", "\"isDdl\":true");
  }
}
