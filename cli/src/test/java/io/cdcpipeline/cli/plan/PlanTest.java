package io.cdcpipeline.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.cli.Golden;
import io.cdcpipeline.cli.TestCluster;
import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlanTest {
  private static final Path FILES = Golden.root().resolve("cli/src/test/resources/plan");

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
    var transcript =
        Stream.of("same", "grow", "lose", "refused", "new", "lose --fail-on lose")
            .map(this::plan)
            .collect(Collectors.joining("\n"));
    Golden.assertSame("plan.txt", transcript);
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
    var file = arguments.replaceAll(" .*", "");
    var command = arguments.replaceFirst(file, "plan -f " + FILES.resolve(file + ".yaml"));
    return cluster.run(command).transcript(command).replace(FILES + "/", "");
  }
}
