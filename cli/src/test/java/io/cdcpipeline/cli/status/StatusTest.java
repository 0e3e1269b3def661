package io.cdcpipeline.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.cli.Golden;
import io.cdcpipeline.cli.TestCluster;
import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.Style;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StatusTest {
  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start();
    cluster.applyFile("pipelines.yaml");
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.close();
  }

  @Test
  void looksLikeItsTranscript() {
    var transcript =
        Stream.of(
                "status healthy -n shop",
                "status stalled -n shop",
                "status paused -n shop",
                "status new -n other",
                "status -n shop",
                "status -A -o wide",
                "status stalled -n shop -o json",
                "status healthy -n shop -o yaml",
                "status -n empty",
                "status helthy -n shop",
                "status new",
                "status healthy -n shop --wait",
                "status stalled -n shop --wait --timeout 0s",
                "status healthy -A",
                "status --wait",
                "status healthy --timeout soon",
                "status healthy -n shop -o xml")
            .map(command -> cluster.run(command).transcript(command))
            .collect(Collectors.joining("\n"));
    Golden.assertSame("status.txt", transcript);
  }

  @Test
  void colorsOnlyATerminal() {
    var live =
        cluster
            .client()
            .genericKubernetesResources(Cluster.PIPELINES)
            .inNamespace("shop")
            .withName("healthy")
            .get();
    var flow = FlowStatus.of(Cluster.typed(live));
    var colored =
        new FlowPicture(new Style(true, true)).of(flow, Counts.unknown(""), TestCluster.NOW);
    assertThat(colored).contains("\u001b[32m");
    assertThat(cluster.run("status healthy -n shop").out()).doesNotContain("\u001b");
  }
}
