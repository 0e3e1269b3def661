package io.cdcpipeline.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.cli.Golden;
import io.cdcpipeline.cli.TestCluster;
import io.cdcpipeline.cli.Transcripts;
import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.Style;
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
    Golden.assertSame("status.txt", Transcripts.status(cluster));
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
    var flow = FlowStatus.of(Cluster.observed(live));
    var colored =
        new FlowPicture(new Style(true, true)).of(flow, Counts.unknown(""), TestCluster.NOW);
    assertThat(colored).contains("\u001b[32m");
    assertThat(cluster.run("status healthy -n shop").out()).doesNotContain("\u001b");
  }
}
