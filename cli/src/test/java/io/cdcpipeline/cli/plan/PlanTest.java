package io.cdcpipeline.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.cli.Golden;
import io.cdcpipeline.cli.TestCluster;
import io.cdcpipeline.cli.Transcripts;
import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
public class PlanTest {
  /** Of a pipeline that exists, so that the kinds of its children are not asked for. */
  public static final List<String> CHANGES = List.of("same", "grow", "lose");

  private TestCluster cluster;

  @BeforeEach
  void start() {
    cluster = TestCluster.start();
    cluster.applyFile("plan/live.yaml");
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void looksLikeItsTranscript() {
    for (var kinds : ForeignKinds.values()) {
      kinds.install(cluster.client());
    }
    Golden.assertSame("plan.txt", Transcripts.plans(cluster, CHANGES));
    Golden.assertSame(
        "plan-more.txt",
        Transcripts.plans(cluster, List.of("refused", "invalid", "new", "lose --fail-on lose")));
  }

  @Test
  void changesNothing() {
    plan("lose");
    plan("new");
    assertThat(cluster.run("status -n shop -o json").out()).doesNotContain("orders");
    var live =
        cluster
            .client()
            .genericKubernetesResources(Cluster.PIPELINES)
            .inNamespace("shop")
            .withName("shop")
            .get();
    assertThat(live.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(live.<Boolean>get("spec", "search", "enabled")).isTrue();
  }

  @Test
  void namesWhatIsInTheWay() {
    cluster.apply(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: orders-consumer, namespace: shop}");
    assertThat(plan("new"))
        .contains("NameConflict: ConfigMap orders-consumer exists and is not this pipeline's")
        .contains("OperatorNotInstalled: the cluster does not know kafka.strimzi.io/v1 Kafka")
        .contains("[exit code 1]");
  }

  @Test
  void aFieldThatIsGoneFromTheFileIsGone() {
    // Applied on the server's side by "user", who owned the users and does not name them any more.
    assertThat(plan("lose")).contains("database.users: ");
  }

  @Test
  void threeWayAsKubectlAppliesOnTheClientsSide() throws IOException {
    var before = Json.YAML.readTree("{spec: {a: 1, b: {c: 2, d: 3}}, metadata: {labels: {x: y}}}");
    var file = (ObjectNode) Json.YAML.readTree("{spec: {a: 4, b: {d: 3}}, metadata: {name: n}}");
    assertThat(DryRun.threeWay(before, file))
        .isEqualTo(
            Json.YAML.readTree(
                "{spec: {a: 4, b: {d: 3, c: null}}, metadata: {name: n, labels: null}}"));
  }

  private String plan(String arguments) {
    return Transcripts.plan(cluster, arguments);
  }
}
