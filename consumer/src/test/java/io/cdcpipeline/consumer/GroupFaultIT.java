package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.fault.LongFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three consumers of one group under load, whose partitions move all the time. */
@LongFault
class GroupFaultIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final int MEMBERS = 3;
  private static final int PARTITIONS = 6;
  private static final long T = 450_000_000_000_000_000L;

  private final AtomicLong rows = new AtomicLong();
  private final AtomicBoolean done = new AtomicBoolean();
  private final List<EventFile> files = new ArrayList<>();

  @TempDir Path directory;

  @Test
  @FailureMode(
      fault = "Three consumers are killed (SIGKILL) one after the other, nine times, under load",
      effect = "their partitions go to the others; no row is lost, and each has one document ID")
  void rollingKillsLoseNoRow() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start();
        TestTopic topic = new TestTopic(broker, "rolling", PARTITIONS)) {
      Map<String, String> settings = new HashMap<>(topic.settings("rolling"));
      settings.put("KAFKA_CLIENT_SESSION_TIMEOUT_MS", "1500");
      List<ConsumerProcess> members = start(settings);
      Thread producer = produce(topic);
      for (int kill = 0; kill < 3 * MEMBERS; kill++) {
        int victim = kill % MEMBERS;
        awaitGrowth(files.get(victim));
        members.get(victim).kill();
        members.set(victim, ConsumerProcess.start(files.get(victim).path(), settings));
      }
      stop(producer);
      awaitAllWritten(topic, "rolling");
      members.forEach(ConsumerProcess::close);
      assertThat(ids()).hasSize((int) rows.get());
      countsAreExact(topic);
    }
  }

  @Test
  @FailureMode(
      fault = "Consumers join and leave the group twelve times under load (a rebalance storm)",
      effect = "each row is written and counted exactly once")
  void aRebalanceStormRepeatsNothing() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start();
        TestTopic topic = new TestTopic(broker, "storm", PARTITIONS)) {
      List<ConsumerProcess> members = start(topic.settings("storm"));
      List<ManagementClient> counters = members.stream().map(ManagementClient::of).toList();
      Thread producer = produce(topic);
      for (int i = 0; i < 12; i++) {
        EventFile file = new EventFile(directory.resolve("guest-" + i));
        files.add(file);
        try (var guest = ConsumerProcess.start(file.path(), topic.settings("storm"))) {
          awaitGrowth(file);
          assertThat(guest.terminate()).isIn(0, 143);
        }
      }
      stop(producer);
      awaitAllWritten(topic, "storm");
      long guests = lines(files.subList(MEMBERS, files.size()));
      long counted = counters.stream().mapToLong(c -> c.sum("cdc_events_total")).sum();
      members.forEach(ConsumerProcess::close);
      System.err.printf(
          "rebalance storm: %d rows, %d lines, %d of guests, %d counted by members%n",
          rows.get(), lines(files), guests, counted);
      assertThat(ids()).hasSize((int) rows.get());
      assertThat(lines(files)).isEqualTo(rows.get());
      assertThat(counted + guests).isEqualTo(rows.get());
    }
  }

  @Test
  @FailureMode(
      fault = "One of three consumers is killed (SIGKILL) and does not come back",
      effect = "the others read its partitions; no row is lost",
      shown = "its rows are late by 10 s, the session timeout, and a rebalance")
  void theOthersReadWhatAKilledConsumerHad() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start();
        TestTopic topic = new TestTopic(broker, "left", PARTITIONS)) {
      Map<String, String> settings = new HashMap<>(topic.settings("left"));
      settings.keySet().removeIf(setting -> setting.startsWith("KAFKA_CLIENT_"));
      List<ConsumerProcess> members = start(settings);
      Thread producer = produce(topic);
      files.forEach(GroupFaultIT::awaitGrowth);
      members.get(0).kill();
      long killed = System.nanoTime();
      awaitAllWritten(topic, "left");
      System.err.printf(
          "killed consumer: its rows are read after %.1f s%n", (System.nanoTime() - killed) / 1e9);
      stop(producer);
      awaitAllWritten(topic, "left");
      members.forEach(ConsumerProcess::close);
      assertThat(ids()).hasSize((int) rows.get());
    }
  }

  private List<ConsumerProcess> start(Map<String, String> settings) {
    List<ConsumerProcess> members = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      EventFile file = new EventFile(directory.resolve("member-" + i));
      files.add(file);
      members.add(ConsumerProcess.start(file.path(), settings));
    }
    return members;
  }

  private static void awaitGrowth(EventFile file) {
    long before = file.size();
    await().atMost(TIMEOUT).until(() -> file.size() > before);
  }

  private void stop(Thread producer) throws InterruptedException {
    done.set(true);
    producer.join();
  }

  /** Whatever has been produced until now. */
  private static void awaitAllWritten(TestTopic topic, String group) {
    long[] ends = IntStream.range(0, PARTITIONS).mapToLong(topic::end).toArray();
    await()
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () ->
                IntStream.range(0, PARTITIONS)
                    .allMatch(partition -> topic.committed(group, partition) >= ends[partition]));
  }

  private static long lines(List<EventFile> files) {
    return files.stream().mapToLong(file -> file.read().lines()).sum();
  }

  private Set<String> ids() {
    Set<String> ids = new HashSet<>();
    files.forEach(file -> ids.addAll(file.read().ids()));
    return ids;
  }

  /** A consumer that is not killed counts each row once. */
  private void countsAreExact(TestTopic topic) {
    Path counted = directory.resolve("counted");
    try (var consumer = ConsumerProcess.start(counted, topic.settings("counting"))) {
      ManagementClient management = ManagementClient.of(consumer);
      awaitAllWritten(topic, "counting");
      System.err.printf(
          "rolling kills: %d rows, %d lines, %d counted%n",
          rows.get(), lines(files), management.sum("cdc_events_total"));
      assertThat(management.sum("cdc_events_total")).isEqualTo(rows.get());
      assertThat(management.sum("cdc_events_duplicate_total")).isZero();
    }
  }

  /** Rows in commit order, with a watermark every 500. */
  private Thread produce(TestTopic topic) {
    Thread producer =
        new Thread(
            () -> {
              while (!done.get()) {
                for (int i = 0; i < 50; i++) {
                  long row = rows.getAndIncrement();
                  String message = Messages.insert("shop", "orders", row, T + row);
                  topic.send((int) (row % PARTITIONS), message);
                }
                if (rows.get() % 500 == 0) {
                  topic.sendToAll(Messages.watermark(T + rows.get() - 1));
                }
                topic.flush();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
              }
            },
            "producer");
    producer.start();
    return producer;
  }
}
