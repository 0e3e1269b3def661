package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.consumer.canal.Operation;
import io.cdcpipeline.consumer.output.LineWriter;
import io.cdcpipeline.testkit.fault.FailureMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Polling, rebalances, commits and their failures, with Kafka's own mock consumer. */
class ChangeEventLoopTest extends LoopFixture {
  @Test
  void commitsWrittenRecordsWithTheWatermark() {
    assign(P0);
    add(P0, 0, insert(1, 1));
    add(P0, 1, Messages.watermark(T + 1));
    add(P0, 2, insert(2, 2));
    thread.start();
    awaitCommit(P0, 3);
    assertThat(output.events()).isEqualTo(2);
    assertThat(committed(P0).metadata()).startsWith("cdc2 watermark=" + (T + 1) + " from=2 ");
    assertThat(health.isReady()).isTrue();
  }

  @Test
  void commitsNothingBeforeItIsWritten() {
    output.gate = new CountDownLatch(1);
    assign(P0);
    add(P0, 0, insert(1, 1));
    thread.start();
    await().until(() -> metrics.table("shop", "orders").events(Operation.INSERT) == 1);
    await().during(Duration.ofMillis(500)).until(() -> committed(P0) == null);
    output.gate.countDown();
    awaitCommit(P0, 1);
  }

  @Test
  void keepsPollingWithPausedPartitionsWhileTheOutputIsBlocked() {
    output.gate = new CountDownLatch(1);
    assign(P0);
    String padding = "x".repeat(200_000);
    for (int i = 0; i < 30; i++) {
      add(P0, i, insert(i, i + 1).replace("new", padding));
    }
    thread.start();
    await().until(() -> kafka.paused().contains(P0));
    await().during(Duration.ofMillis(300)).until(() -> health.isAlive() && committed(P0) == null);
    output.gate.countDown();
    awaitCommit(P0, 30);
    await().until(() -> kafka.paused().isEmpty());
    assertThat(output.events()).isEqualTo(30);
  }

  @Test
  void writesAndCommitsBeforeAPartitionIsRevoked() {
    assign(P0, P1);
    add(P0, 0, insert(1, 1));
    add(P1, 0, insert(2, 1));
    kafka.schedulePollTask(() -> {});
    kafka.schedulePollTask(() -> kafka.rebalance(List.of(P1)));
    thread.start();
    awaitCommit(P0, 1);
    awaitCommit(P1, 1);
    await().until(() -> metrics.rebalances.get() >= 2);
  }

  @Test
  void resumesFromTheCommittedOffsetAfterRebuildingTheDeduplicator() {
    kafka.commits.putAll(Map.of(P0, new OffsetAndMetadata(2, "cdc1 watermark=5 from=1")));
    assign(P0);
    add(P0, 0, insert(0, 0));
    add(P0, 1, insert(1, 1));
    add(P0, 2, insert(1, 1));
    add(P0, 3, insert(2, 2));
    thread.start();
    awaitCommit(P0, 4);
    assertThat(output.events()).isEqualTo(2);
    assertThat(metrics.table("shop", "orders").events(Operation.INSERT)).isEqualTo(1);
    assertThat(metrics.table("shop", "orders").duplicates(Operation.INSERT)).isEqualTo(1);
  }

  /** Original Canal sends many rows per message: their lines are many times its size. */
  @Test
  void writesAMessageOfManyRowsInBlocks() {
    output.gate = new CountDownLatch(1);
    assign(P0);
    add(P0, 0, rows(20_000));
    thread.start();
    await().until(() -> kafka.paused().contains(P0));
    assertThat(committed(P0)).isNull();
    output.gate.countDown();
    awaitCommit(P0, 1);
    assertThat(output.events()).isEqualTo(20_000);
    assertThat(output.longestWrite).isLessThan(LineWriter.BLOCK_BYTES + 1000);
  }

  @Test
  void leavesTheRestOfAMessageToTheNextOwner() {
    output.gate = new CountDownLatch(1);
    assign(P0);
    add(P0, 0, rows(20_000));
    thread.start();
    await().until(() -> kafka.paused().contains(P0));
    kafka.schedulePollTask(() -> kafka.rebalance(List.of(P1)));
    await().until(() -> metrics.rebalances.get() >= 3);
    output.gate.countDown();
    add(P1, 0, insert(1, 1));
    awaitCommit(P1, 1);
    assertThat(committed(P0)).isNull();
    assertThat(output.events()).isLessThan(20_000);
  }

  private static String rows(int count) {
    return "{\"type\":\"INSERT\",\"database\":\"d\",\"table\":\"t\",\"data\":["
        + String.join(",", java.util.Collections.nCopies(count, "{\"a\":\"1\"}"))
        + "]}";
  }

  @Test
  @FailureMode(
      fault = "Kafka's retention deletes records that nobody has read",
      effect = "the consumer goes on with those that are left",
      shown = "`cdc_missed_records_total`",
      action = "`startFrom` and `restartNonce`, and longer retention")
  void countsRecordsThatKafkaDeletedBeforeTheyWereRead() {
    kafka.commits.putAll(Map.of(P0, new OffsetAndMetadata(5, "cdc1 watermark=5 from=3")));
    kafka.updateBeginningOffsets(Map.of(P0, 12L));
    assign(P0);
    add(P0, 12, insert(1, 1));
    thread.start();
    awaitCommit(P0, 13);
    assertThat(metrics.missedRecords.get()).isEqualTo(7);
  }

  @Test
  void doesNotTakeAGapForDeletedRecords() {
    assign(P0);
    add(P0, 0, insert(1, 1));
    kafka.schedulePollTask(() -> {});
    add(P0, 7, insert(2, 2)); // compaction, or the marker of a transaction
    thread.start();
    awaitCommit(P0, 8);
    assertThat(metrics.missedRecords.get()).isZero();
  }

  @Test
  @FailureMode(
      fault = "The topic is deleted and created again",
      effect = "the new one is read from its start")
  void readsARecreatedTopicFromItsStart() {
    kafka.commits.putAll(Map.of(P0, new OffsetAndMetadata(5000, "cdc1 watermark=5 from=4000")));
    assign(P0);
    add(P0, 0, insert(1, 1));
    thread.start();
    awaitCommit(P0, 1);
    assertThat(output.events()).isEqualTo(1);
  }

  @Test
  @FailureMode(fault = "Kafka refuses a commit", effect = "it is tried again")
  void retriesAFailedCommit() {
    kafka.commitFailure = new RetriableCommitFailedException("coordinator moved");
    assign(P0);
    add(P0, 0, insert(1, 1));
    thread.start();
    await().until(() -> metrics.commitFailures.get() >= 2);
    kafka.commitFailure = null;
    awaitCommit(P0, 1);
    assertThat(output.events()).isEqualTo(1);
  }

  @Test
  void waitsOutARefusedLoginWithoutCountingTwice() {
    assign(P0);
    add(P0, 0, insert(1, 1));
    kafka.schedulePollTask(
        () -> {
          kafka.commitFailure = new SaslAuthenticationException("Invalid password");
          throw new SaslAuthenticationException("Invalid password");
        });
    add(P0, 1, insert(2, 2));
    thread.start();
    await().until(() -> output.events() == 2);
    assertThat(health.isReady()).isFalse();
    assertThat(health.isAlive()).isTrue();

    kafka.commitFailure = null;
    clock.advance(Duration.ofSeconds(6));

    awaitCommit(P0, 2);
    await().until(health::isReady);
    assertThat(metrics.table("shop", "orders").events(Operation.INSERT)).isEqualTo(2);
  }

  @Test
  void stopsWhenFenced() {
    kafka.commitFailure = new FencedInstanceIdException("another member has this id");
    assign(P0);
    add(P0, 0, insert(1, 1));
    thread.start();
    await().until(() -> end.get() != null);
    assertThat(end.get()).isInstanceOf(FencedInstanceIdException.class);
    assertThat(ConsumerMain.exitCode(end.get())).isEqualTo(ConsumerMain.EXIT_FAILURE);
    assertThat(committed(P0)).isNull();
  }

  /** After an error the block may end in an incomplete line. */
  @Test
  void writesNothingMoreAfterAnError() {
    thread = new Thread(loop::run, "loop");
    thread.setUncaughtExceptionHandler((t, e) -> end.set(e));
    assign(P0);
    add(P0, 0, insert(1, 1));
    kafka.schedulePollTask(() -> {});
    kafka.schedulePollTask(
        () -> {
          throw new StackOverflowError("for the test");
        });
    output.gate = new CountDownLatch(1);
    thread.start();
    await().until(() -> end.get() != null);
    assertThat(end.get()).isInstanceOf(StackOverflowError.class);
    assertThat(committed(P0)).isNull();
  }

  /** An NTP step must not stop the commits, nor make the loop look stalled. */
  @ParameterizedTest
  @ValueSource(longs = {-600_000, 600_000})
  @FailureMode(
      fault = "The clock of the consumer's node is set back or forward",
      effect = "commits go on")
  void commitsGoOnWhenTheWallClockSteps(long millis) {
    assign(P0);
    add(P0, 0, insert(1, 1));
    thread.start();
    awaitCommit(P0, 1);
    clock.step(millis);
    add(P0, 1, insert(2, 2));
    awaitCommit(P0, 2);
    assertThat(health.isReady()).isTrue();
  }
}
