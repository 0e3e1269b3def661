package io.cdcpipeline.operator.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.consumer.ReplayScope.Partition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayScopeTest {
  private static final Instant NOON = Instant.parse("2026-02-01T12:00:00Z");
  private static final Instant MORNING = NOON.minusSeconds(4 * 3600);

  @Test
  void nothingIsMissingWhereKafkaHasDeletedNothing() {
    var scope = scope(new Partition(0, NOON.minusSeconds(60)), new Partition(0, null));

    assertThat(scope.oldest()).isEqualTo(NOON.minusSeconds(60));
    assertThat(scope.gap(MORNING)).isEmpty();
  }

  @Test
  void thePartitionThatHasLeastDecides() {
    var scope =
        scope(
            new Partition(7, MORNING),
            new Partition(9, MORNING.plusSeconds(600)),
            new Partition(0, MORNING.minusSeconds(600)));

    assertThat(scope.oldest()).isEqualTo(MORNING.minusSeconds(600));
    assertThat(scope.gap(MORNING.plusSeconds(600))).isEmpty();
    assertThat(scope.gap(MORNING).orElseThrow())
        .startsWith("Kafka has all records only from 2026-02-01T08:10:00Z on")
        .contains(
            "spec.changefeed.startFrom: {timestamp: \"2026-02-01T08:00:00Z\"}", "restartNonce");
  }

  @Test
  void aPartitionWhoseRecordsAreAllGoneHasNone() {
    assertThat(scope(new Partition(7, null)).gap(MORNING).orElseThrow())
        .contains("only from 2026-02-01T12:00:00Z on");
  }

  private static ReplayScope scope(Partition... partitions) {
    return ReplayScope.of(List.of(partitions), NOON);
  }
}
