package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.consumer.canal.Operation;
import io.cdcpipeline.consumer.canal.Tso;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A watermark ahead of time would hide every change before it as a duplicate. */
class WatermarksTest {
  private static final long NOW = 1_754_760_000_000L;
  private static final long HOUR = 3_600_000;
  private final RecordProcessorHarness consumer = new RecordProcessorHarness().at(NOW);

  @Test
  void ignoresAWatermarkFarAheadOfItsRecord() {
    consumer.send(Messages.watermark(Tso.ofMillis(NOW + 100 * 24 * HOUR)));
    consumer.send(insert(1, NOW));
    assertThat(consumer.metrics.watermarksRejected.get()).isEqualTo(1);
    assertThat(inserts()).isEqualTo(1);
    assertThat(consumer.heartbeats()).isEmpty();
    assertThat(consumer.committed().metadata()).startsWith("cdc2 watermark=0 ");
  }

  /** Half the world's clocks are an hour off twice a year. */
  @Test
  void acceptsClocksThatAreAnHourApart() {
    consumer.send(Messages.watermark(Tso.ofMillis(NOW + HOUR)));
    assertThat(consumer.metrics.watermarksRejected.get()).isZero();
    assertThat(consumer.heartbeats()).hasSize(1);
  }

  @Test
  void ignoresItAlsoWhenItIsReadAgain() {
    String far = Messages.watermark(Tso.ofMillis(NOW + 3 * HOUR));
    consumer.send(insert(1, NOW), far);
    consumer.restart(List.of(insert(1, NOW), far));
    consumer.send(insert(2, NOW), insert(1, NOW));
    assertThat(inserts()).isEqualTo(2);
    assertThat(consumer.metrics.watermarksRejected.get()).isEqualTo(1);
  }

  /** No true watermark passes it for hours, so it would be kept and read again at each start. */
  @Test
  void doesNotRememberAChangeFarAheadOfItsRecord() {
    consumer.send(insert(1, NOW + 3 * HOUR));
    assertThat(inserts()).isEqualTo(1);
    assertThat(consumer.budget.used()).isZero();
    assertThat(consumer.committed().metadata()).contains(" from=1 ");
  }

  private long inserts() {
    return consumer.metrics.table("shop", "orders").events(Operation.INSERT);
  }

  private static String insert(long id, long millis) {
    return Messages.insert("shop", "orders", id, Tso.ofMillis(millis));
  }
}
