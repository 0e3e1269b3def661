package io.cdcpipeline.cli.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.cli.Golden;
import io.cdcpipeline.cli.TestCluster;
import io.cdcpipeline.cli.Transcripts;
import io.cdcpipeline.cli.cluster.Cluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChangeTest {
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
    Golden.assertSame("change.txt", Transcripts.change(cluster));
  }

  @Test
  void changesOnlyItsField() {
    var before = live();
    cluster.run("suspend shop -n shop");
    assertThat(live().<Boolean>get("spec", "suspend")).isTrue();
    cluster.run("resume shop -n shop");
    assertThat(live().<Map<String, Object>>get("spec"))
        .isEqualTo(before.<Map<String, Object>>get("spec"));
    cluster.run("restart shop -n shop --from 2026-01-31T08:00:00Z");
    cluster.run("restart shop -n shop --from now");
    assertThat(live().<Object>get("spec", "changefeed", "startFrom").toString())
        .isEqualTo("{now=true}");
    assertThat(live().<Integer>get("spec", "changefeed", "restartNonce")).isEqualTo(2);
  }

  @Test
  void leavesAToolItsFields() {
    var file = TestCluster.resource("plan/live.yaml").replaceAll("(?s)status:.*", "");
    var object =
        Serialization.unmarshal(
            file.replace("spec:", "spec:\n  suspend: false"), GenericKubernetesResource.class);
    cluster.client().resource(object).fieldManager("argocd").forceConflicts().serverSideApply();

    var refused = cluster.run("suspend shop -n shop");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("spec.suspend belongs to argocd", "--force");
    assertThat(live().<Boolean>get("spec", "suspend")).isFalse();
    assertThat(cluster.run("suspend shop -n shop --force").code()).isZero();
    assertThat(live().<Boolean>get("spec", "suspend")).isTrue();
  }

  @Test
  void waitsForTheEndOfAReplay() {
    var replay =
        CompletableFuture.supplyAsync(
            () -> cluster.run("replay shop -n shop --from earliest --wait"));
    await().until(() -> live().get("spec", "replay") != null);
    status("{\"nonce\": 1, \"state\": \"Running\", \"progress\": \"1 of 2\"}");
    status("{\"nonce\": 1, \"state\": \"Failed\", \"message\": \"no memory\"}");
    assertThat(replay.join().code()).isEqualTo(1);
    assertThat(replay.join().err()).endsWith("failed, 1 of 2: no memory\n");
  }

  private void status(String replay) {
    cluster
        .client()
        .resource(live())
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\": {\"replay\": %s}}".formatted(replay));
  }

  private GenericKubernetesResource live() {
    return cluster
        .client()
        .genericKubernetesResources(Cluster.PIPELINES)
        .inNamespace("shop")
        .withName("shop")
        .get();
  }
}
