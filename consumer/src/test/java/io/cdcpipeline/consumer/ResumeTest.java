package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.consumer.canal.Operation;
import io.cdcpipeline.consumer.canal.Tso;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

/** Where a partition resumes, if the log is not the one that was read before. */
class ResumeTest extends LoopFixture {
  private static final Optional<Integer> EARLIER = Optional.of(4);
  private static final Optional<Integer> LATER = Optional.of(5);

  @Test
  void commitsTheEpochOfTheLastRecord() {
    assign(P0);
    add(P0, 0, EARLIER, insert(1, 1));
    add(P0, 1, LATER, insert(2, 2));
    thread.start();
    awaitCommit(P0, 2);
    assertThat(committed(P0).leaderEpoch()).isEqualTo(LATER);
  }

  @Test
  void continuesWhereATruncatedLogEnds() {
    kafka.commits.put(P0, new OffsetAndMetadata(5, EARLIER, "cdc1 watermark=0 from=5"));
    kafka.truncatedTo = 3;
    assign(P0);
    for (int offset = 0; offset < 7; offset++) {
      add(P0, offset, offset < 3 ? EARLIER : LATER, insert(offset, offset));
    }
    thread.start();
    awaitCommit(P0, 7);
    assertThat(output.events()).isEqualTo(4);
    assertThat(metrics.logTruncations.get()).isEqualTo(1);
  }

  /** For the case that the leader knows no more where the committed epoch ended. */
  @Test
  void writesRecordsOfALaterEpochBelowTheCommittedOffset() {
    kafka.commits.put(P0, new OffsetAndMetadata(5, EARLIER, "cdc1 watermark=5 from=1"));
    assign(P0);
    for (int offset = 0; offset < 6; offset++) {
      add(P0, offset, offset < 3 ? EARLIER : LATER, insert(offset, offset));
    }
    thread.start();
    awaitCommit(P0, 6);
    assertThat(output.events()).isEqualTo(3);
    assertThat(metrics.logTruncations.get()).isEqualTo(1);
  }

  /** Kafka's client would wait for an epoch of the earlier topic for ever. */
  @Test
  void startsAgainOnANewClientIfTheTopicWasRecreated() {
    kafka.commits.put(P0, new OffsetAndMetadata(5, LATER, "cdc1 watermark=5 from=1"));
    kafka.unknownEpoch = true;
    leaderEpochs.put(P0, 0);
    assign(P0);
    thread.start();
    await().until(() -> end.get() != null);
    assertThat(end.get()).isInstanceOf(ReconnectException.class);
    assertThat(committed(P0)).isEqualTo(new OffsetAndMetadata(0));
    assertThat(metrics.logTruncations.get()).isEqualTo(1);
  }

  @Test
  void discardsACommittedWatermarkThatLiesInTheFuture() {
    long future = Tso.ofMillis(System.currentTimeMillis() + 100L * 86_400_000);
    kafka.commits.put(P0, new OffsetAndMetadata(1, "cdc1 watermark=" + future + " from=1"));
    assign(P0);
    add(P0, 1, insert(1, 1));
    thread.start();
    awaitCommit(P0, 2);
    assertThat(metrics.table("shop", "orders").events(Operation.INSERT)).isEqualTo(1);
    assertThat(committed(P0).metadata()).startsWith("cdc2 watermark=0 ");
  }
}
