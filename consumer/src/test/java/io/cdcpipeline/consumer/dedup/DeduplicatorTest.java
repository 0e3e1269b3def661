package io.cdcpipeline.consumer.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.consumer.Messages;
import io.cdcpipeline.consumer.RecordProcessorHarness;
import io.cdcpipeline.consumer.canal.Operation;
import io.cdcpipeline.consumer.event.Redaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

/** Duplicates as TiCDC produces them: it goes back to its checkpoint and sends everything again. */
class DeduplicatorTest {
  private static final long T = 450_000_000_000_000_000L;

  @Test
  void countsReplayedChangesOnceButWritesTheirLinesAgainWithTheSameIds() {
    RecordProcessorHarness consumer = new RecordProcessorHarness();
    String[] block = {insert(1, 10), insert(2, 11), Messages.watermark(T + 10), insert(3, 12)};
    consumer.send(block).send(block).send(insert(4, 13));

    assertThat(events(consumer)).isEqualTo(4);
    assertThat(duplicates(consumer)).isEqualTo(3);
    assertThat(consumer.ids()).hasSize(7);
    assertThat(Set.copyOf(consumer.ids())).hasSize(4);
  }

  @Test
  void comparesWithTheWatermarkNotWithTheNewestChange() {
    RecordProcessorHarness consumer = new RecordProcessorHarness();
    // Tables are interleaved: an older commit of another table comes after a newer one.
    consumer.send(insert(1, 20), insert(2, 15));
    assertThat(events(consumer)).isEqualTo(2);
  }

  @Test
  void ignoresTheOlderWatermarksOfAReplay() {
    RecordProcessorHarness consumer = new RecordProcessorHarness();
    consumer.send(insert(1, 5), Messages.watermark(T + 10), Messages.watermark(T + 3));
    consumer.send(insert(1, 5));
    assertThat(events(consumer)).isEqualTo(1);
    assertThat(duplicates(consumer)).isEqualTo(1);
  }

  @Test
  void doesNotTakeASplitUpdateOrADdlForDuplicates() {
    String ddl =
        Messages.row("ALTER", "shop", "orders", T + 7, "null", "{}")
            .replace("\"isDdl\":false", "\"isDdl\":true");
    RecordProcessorHarness consumer = new RecordProcessorHarness();
    consumer.send(Messages.delete("shop", "orders", 1, T + 6), insert(1, 6), ddl, ddl);
    assertThat(consumer.metrics.table("shop", "orders").events(Operation.DELETE)).isEqualTo(1);
    assertThat(consumer.metrics.table("shop", "orders").events(Operation.INSERT)).isEqualTo(1);
    assertThat(consumer.metrics.table("shop", "orders").events(Operation.DDL)).isEqualTo(1);
    assertThat(consumer.metrics.table("shop", "orders").duplicates(Operation.DDL)).isEqualTo(1);
  }

  @Test
  void rebuildsChangesThatPrecededTheWatermarkAfterARestart() {
    List<String> topic =
        List.of(insert(1, 5), insert(2, 20), Messages.watermark(T + 10), insert(3, 21));
    RecordProcessorHarness consumer = new RecordProcessorHarness();
    topic.forEach(message -> consumer.send(message));
    assertThat(consumer.committed().offset()).isEqualTo(4);
    assertThat(consumer.committed().metadata())
        .startsWith("cdc2 watermark=" + (T + 10) + " from=0 ");

    consumer.restart(topic);
    assertThat(consumer.lines()).hasSize(3);
    consumer.send(insert(2, 20), insert(3, 21), insert(1, 5), insert(4, 22));
    assertThat(events(consumer)).isEqualTo(4);
    assertThat(duplicates(consumer)).isEqualTo(3);
    assertThat(consumer.lines()).hasSize(7);
  }

  @Test
  void countsChangesBeyondItsBudgetAsOverflow() {
    RecordProcessorHarness consumer = new RecordProcessorHarness(Redaction.NONE, "", 2);
    consumer.send(insert(1, 1), insert(2, 2), insert(3, 3), insert(1, 1), insert(3, 3));
    assertThat(events(consumer)).isEqualTo(4);
    assertThat(duplicates(consumer)).isEqualTo(1);
    assertThat(consumer.metrics.dedupOverflow.get()).isEqualTo(2);
    consumer.send(Messages.watermark(T + 3));
    assertThat(consumer.budget.used()).isZero();
  }

  @Test
  void returnsItsShareOfTheBudgetOnRelease() {
    RecordProcessorHarness consumer = new RecordProcessorHarness();
    consumer.send(insert(1, 1), insert(2, 2));
    assertThat(consumer.budget.used()).isEqualTo(2);
    consumer.releasePartition();
    assertThat(consumer.budget.used()).isZero();
  }

  @Test
  void neverSkipsRecordsOfARecreatedTopic() {
    RecordProcessorHarness consumer = new RecordProcessorHarness();
    consumer.resume(new OffsetAndMetadata(100, "cdc1 watermark=0 from=90"), 0);
    consumer.send(insert(1, 1)); // offset 0: the topic was recreated during start-up
    assertThat(consumer.lines()).hasSize(1);
  }

  /** Random streams with replays and restarts, compared with a set of all ids ever seen. */
  @Test
  void isExactOverRandomReplaysAndRestarts() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      RecordProcessorHarness consumer = new RecordProcessorHarness(Redaction.NONE, "", 1_000_000);
      List<String> topic = new ArrayList<>();
      List<String> sent = new ArrayList<>();
      Set<String> distinct = new HashSet<>();
      int watermarkAt = 0;
      send(consumer, topic, Messages.watermark(T - 1));
      for (int step = 0; step < 300; step++) {
        switch (random.nextInt(12)) {
          case 0 -> {
            watermarkAt = sent.size();
            send(consumer, topic, Messages.watermark(T + watermarkAt - 1));
          }
          case 1 -> {
            // Never further back than the last checkpoint whose watermark was sent.
            int from = watermarkAt - random.nextInt(Math.min(watermarkAt, 5) + 1);
            sent.subList(from, sent.size()).forEach(m -> send(consumer, topic, m));
          }
          case 2 -> consumer.restart(topic);
          default -> {
            String message = insert(sent.size() % 17, sent.size());
            sent.add(message);
            distinct.add(message);
            send(consumer, topic, message);
          }
        }
      }
      assertThat(events(consumer)).as("seed %s", seed).isEqualTo(distinct.size());
      assertThat(Set.copyOf(consumer.ids())).hasSize(distinct.size());
    }
  }

  private static void send(RecordProcessorHarness consumer, List<String> topic, String message) {
    topic.add(message);
    consumer.send(message);
  }

  private static String insert(long id, long ts) {
    return Messages.insert("shop", "orders", id, T + ts);
  }

  private static long events(RecordProcessorHarness consumer) {
    return consumer.metrics.table("shop", "orders").events(Operation.INSERT);
  }

  private static long duplicates(RecordProcessorHarness consumer) {
    return consumer.metrics.table("shop", "orders").duplicates(Operation.INSERT);
  }
}
