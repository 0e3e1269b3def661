package io.cdcpipeline.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.cli.ConsumerStandIns;
import io.cdcpipeline.cli.Golden;
import io.cdcpipeline.cli.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Without SQL and search, which local's tests have. */
@Timeout(60)
class TraceTest {
  @TempDir Path folder;

  @Test
  void looksLikeItsTranscript() throws Exception {
    try (var cluster = TestCluster.start()) {
      cluster.applyFile("plan/live.yaml");
      try (var consumers = new ConsumerStandIns(cluster, folder)) {
        assertThat(consumers.log(0)).exists();
        var transcript =
            Stream.of(
                    "trace shop.orders 1 -n shop",
                    "trace shop.orders 99 shop -n shop",
                    "trace orders 1 -n shop",
                    "trace shop.orders 1 -n empty",
                    "connect sql shop -n shop",
                    "connect grafana shop -n shop",
                    "connect mongo shop -n shop")
                .map(command -> cluster.run(command).transcript(command))
                .collect(Collectors.joining("\n"));
        Golden.assertSame("trace.txt", transcript);
      }
    }
  }

  @Test
  void quotesWhatItAsksTheDatabase() {
    assertThat(new RowKey("shop.t", "a,b%2Cc+d").values()).isEqualTo(List.of("a", "b,c+d"));
    assertThat(new RowKey("shop.or`ders", "it's").rowQuery(List.of("na`me")))
        .isEqualTo("SELECT * FROM `shop`.`or``ders` WHERE `na``me` = 'it''s'");
  }
}
