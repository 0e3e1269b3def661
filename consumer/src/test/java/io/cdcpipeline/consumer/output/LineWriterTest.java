package io.cdcpipeline.consumer.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.consumer.BrokenPipe;
import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import org.junit.jupiter.api.Test;

class LineWriterTest {
  private final ConsumerMetrics metrics = new ConsumerMetrics(new Deduplicator.Budget(1000));

  @Test
  void failsOnceStandardOutputIsGone() {
    LineWriter writer = new LineWriter(new BrokenPipe(), metrics, System::nanoTime);
    writer.start();
    writer.submit(writer.freeBlock(0));
    ByteWriter lines = writer.freeBlock(0);
    lines.put("x");
    writer.submit(lines);
    await()
        .untilAsserted(
            () ->
                assertThat(catchThrowable(writer::written))
                    .isInstanceOf(LineWriter.OutputException.class)
                    .hasMessageContaining("Broken pipe"));
  }
}
