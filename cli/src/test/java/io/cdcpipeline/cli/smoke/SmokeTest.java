package io.cdcpipeline.cli.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.cli.CliProcess;
import io.cdcpipeline.cli.Golden;
import io.cdcpipeline.cli.TestCluster;
import io.cdcpipeline.cli.TestCluster.Result;
import io.cdcpipeline.cli.Transcripts;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SmokeTest {
  private static final String COMMAND = "smoke shop -n shop";

  @TempDir Path folder;
  private TestCluster cluster;
  private SmokePods pods;

  @BeforeEach
  void start() throws Exception {
    cluster = TestCluster.start();
    cluster.applyFile("plan/live.yaml");
    cluster.applyFile("operator.yaml");
    pods = new SmokePods(cluster, folder);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void looksLikeItsTranscript() throws Exception {
    var agrees = run("agrees", "Complete", null);
    var differs = run("differs", "Failed", "BackoffLimitExceeded");
    Golden.assertSame("smoke.txt", agrees.transcript(COMMAND) + "\n" + differs.transcript(COMMAND));
    assertNothingIsLeft();
  }

  @Test
  void asksTheClusterAsItsTranscriptSays() {
    Golden.assertSame("smoke-cluster.txt", Transcripts.smoke(cluster));
    assertNothingIsLeft();
  }

  @Test
  void passesOnWhatTheJobSaysWhereTheTableHasNoFailure() throws Exception {
    var running = CompletableFuture.supplyAsync(() -> cluster.run(COMMAND));
    pods.end(pods.start(""), "Failed", "BackoffLimitExceeded");
    assertThat(running.get().err())
        .contains("failed: Job has reached the specified backoff limit\n");
    assertThat(running.get().code()).isEqualTo(1);
  }

  @Test
  void endsWithTheJobsDeadline() throws Exception {
    var running = CompletableFuture.supplyAsync(() -> cluster.run(COMMAND + " --timeout 90s"));
    var pod = pods.start("shop/shop, table shop.cdc_smoke\n");
    assertThat(pods.jobs().get(0).getSpec().getActiveDeadlineSeconds()).isEqualTo(90);
    pods.end(pod, "Failed", "DeadlineExceeded");
    assertThat(running.get().err()).endsWith("not done after 90s\n");
    assertThat(running.get().code()).isEqualTo(4);
  }

  @Test
  void leavesARunningTestAloneAndReplacesOneThatIsOver() throws Exception {
    var first = CompletableFuture.supplyAsync(() -> cluster.run(COMMAND));
    var pod = pods.start("");
    var second = cluster.run(COMMAND);
    assertThat(second.code()).isEqualTo(3);
    assertThat(second.err()).contains("a smoke test of this pipeline runs already, since ");
    assertThat(pods.jobs()).hasSize(1);

    // As if the first had been killed, when nothing is removed.
    var left = pods.jobs().get(0);
    pods.end(pod, "Complete", null);
    first.get();
    left.getMetadata().setResourceVersion(null);
    var killed = cluster.client().resource(left).create();
    killed.setStatus(
        new JobStatusBuilder()
            .addNewCondition()
            .withType("Complete")
            .withStatus("True")
            .endCondition()
            .build());
    cluster.client().resource(killed).updateStatus();
    var uid = killed.getMetadata().getUid();
    var again = CompletableFuture.supplyAsync(() -> cluster.run(COMMAND));
    await()
        .until(() -> pods.jobs().stream().noneMatch(job -> job.getMetadata().getUid().equals(uid)));
    pods.end(pods.start(""), "Complete", null);
    assertThat(again.get().code()).isZero();
    assertNothingIsLeft();
  }

  @Test
  void saysWhyThereIsNoPod() {
    cluster
        .client()
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withName("refused")
                .withNamespace(SmokePods.NAMESPACE)
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("Job")
                .withName("cdc-smoke-shop-%08x".formatted("shop/shop".hashCode()))
                .endInvolvedObject()
                .withReason("FailedCreate")
                .withMessage("Error creating: pods is forbidden: exceeded quota: team")
                .build())
        .create();
    assertThat(cluster.run(COMMAND + " --timeout 0s").err())
        .startsWith("waiting: Error creating: pods is forbidden: exceeded quota: team\n");
  }

  @Test
  void removesEverythingWithCtrlC() throws Exception {
    try (var process = CliProcess.start(cluster, true, COMMAND)) {
      pods.start("shop/shop, table shop.cdc_smoke\n");
      await().until(() -> process.out().contains("table shop.cdc_smoke"));
      process.interrupt();
      assertThat(process.exitCode()).isEqualTo(130);
      assertThat(process.err()).doesNotContain("error", "removed");
    }
    assertNothingIsLeft();
  }

  private Result run(String table, String condition, String reason) throws Exception {
    var text = TestCluster.resource("smoke/" + table + ".txt");
    var running = CompletableFuture.supplyAsync(() -> cluster.run(COMMAND));
    var pod = pods.start(text.substring(0, 100));
    pods.write(text.substring(100));
    pods.end(pod, condition, reason);
    var result = running.get();
    // Whether the first look was before the pod.
    return new Result(
        result.code(), result.out(), result.err().replaceAll("(?m)^waiting: .*\n", ""));
  }

  private void assertNothingIsLeft() {
    var client = cluster.client();
    assertThat(pods.jobs()).isEmpty();
    assertThat(client.serviceAccounts().inNamespace(SmokePods.NAMESPACE).list().getItems())
        .isEmpty();
    assertThat(client.rbac().roles().inNamespace("shop").list().getItems()).isEmpty();
    assertThat(client.rbac().roleBindings().inNamespace("shop").list().getItems()).isEmpty();
  }
}
