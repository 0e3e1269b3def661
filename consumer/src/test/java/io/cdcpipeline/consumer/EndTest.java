package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.consumer.output.LineWriter;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** How a run ends: with which error, and with which exit code. */
class EndTest {
  private final ConsumerMetrics metrics = new ConsumerMetrics(new Deduplicator.Budget(1000));

  @Test
  void findsWhatEndedUsBehindWhatKafkaWrapsAroundIt() {
    var gone = new LineWriter.OutputException(new IOException("Broken pipe"));
    var wrapped = new KafkaException("User rebalance callback", gone);
    assertThat(ConsumerMain.reason(wrapped)).isSameAs(gone);
    assertThat(ConsumerMain.exitCode(gone)).isEqualTo(ConsumerMain.OUTPUT_FAILED);
  }

  @Test
  void stopsWhenStandardOutputIsGone() {
    LineWriter broken =
        new LineWriter(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            },
            metrics);
    broken.start();
    broken.submit(broken.freeBlock(0));
    ByteWriter lines = broken.freeBlock(0);
    lines.put("x");
    broken.submit(lines);
    await()
        .untilAsserted(
            () ->
                assertThat(catchThrowable(broken::written))
                    .isInstanceOf(LineWriter.OutputException.class)
                    .hasMessageContaining("Broken pipe"));
  }
}
