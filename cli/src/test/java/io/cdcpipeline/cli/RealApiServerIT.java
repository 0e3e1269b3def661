package io.cdcpipeline.cli;

import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.plan.PlanTest;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real API server answers looks as what testkit's does. */
@Requires(REAL_API)
class RealApiServerIT {
  private static TestCluster cluster;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    cluster = TestCluster.real("shop", "other", "cdc-system");
  }

  @AfterAll
  static void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void looksLikeTheTranscripts() {
    cluster.applyFile("pipelines.yaml");
    Golden.assertSame("status.txt", Transcripts.status(cluster));
    cluster.client().genericKubernetesResources(Cluster.PIPELINES).inNamespace("shop").delete();

    cluster.applyFile("plan/live.yaml");
    Golden.assertSame("plan.txt", Transcripts.plans(cluster, PlanTest.CHANGES));
    assertThat(Transcripts.plan(cluster, "new"))
        .contains("OperatorNotInstalled: the cluster does not know kafka.strimzi.io/v1 Kafka");
    Golden.assertSame("change.txt", Transcripts.change(cluster));

    cluster.applyFile("operator.yaml");
    Golden.assertSame("smoke-cluster.txt", Transcripts.smoke(cluster));
    assertThat(cluster.client().batch().v1().jobs().inAnyNamespace().list().getItems()).isEmpty();
  }

  /**
   * Beside the answer 401 it ends an HTTP/2 connection, of which the JDK's client before 24 says
   * nothing else.
   */
  @Test
  void saysThatALoginIsNotAccepted() throws IOException {
    var expired = Json.YAML.readTree(cluster.kubeconfig().toFile());
    for (var user : expired.path("users")) {
      ((ObjectNode) user).putObject("user").put("token", "expired");
    }
    var file = folder.resolve("expired");
    Json.YAML.writeValue(file.toFile(), expired);

    var result = TestCluster.execute(Map.of("KUBECONFIG", "" + file), List.of("status"));

    assertThat(result.err()).contains("does not accept your login");
    assertThat(result.code()).isEqualTo(3);
  }
}
