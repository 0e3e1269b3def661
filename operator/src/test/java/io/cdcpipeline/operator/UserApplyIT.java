package io.cdcpipeline.operator;

import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines that GitOps tools and people write while the operator works on them. */
@Requires({REAL_API, CLUSTER_BINARIES})
class UserApplyIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static RealApi api;
  private static RealOperator operator;
  @TempDir private Path work;

  @BeforeAll
  static void start() {
    api = RealApi.get();
    operator = new RealOperator(api, Map.of());
  }

  @AfterAll
  static void stop() {
    if (operator != null) {
      api.deletePipelines();
      operator.close();
    }
  }

  /** Without force: the operator writes nothing that a user writes. */
  @Test
  void aServerSideApplyNeverConflictsWithTheOperator() throws IOException {
    var namespace = api.namespace();
    var file = manifest("");
    for (int i = 0; i < 3; i++) {
      apply(namespace, file);
      awaitReconciled(namespace);
    }

    assertThat(pipeline(namespace).getMetadata().getManagedFields())
        .filteredOn(entry -> entry.getManager().equals("cdc-pipeline-operator"))
        .isNotEmpty()
        .allSatisfy(UserApplyIT::isFinalizerOrStatus);
  }

  @Test
  void anEditSurvivesTheNextApplyOfOtherFields() throws IOException {
    var namespace = api.namespace();
    var file = manifest("");
    apply(namespace, file);
    awaitReconciled(namespace);
    api.merge(
        namespace,
        "cdcpipeline/shop",
        "{\"spec\":{\"consumer\":{\"replicas\":3}}}",
        "--field-manager=kubectl-edit");
    apply(namespace, file);
    awaitReconciled(namespace);
    assertThat(pipeline(namespace).getSpec().consumer().replicas()).isEqualTo(3);

    var conflict =
        api.run(
            "apply",
            "--server-side",
            "--field-manager=gitops",
            "-n",
            namespace,
            "-f",
            manifest("  consumer: {replicas: 2}\n").toString());
    assertThat(conflict.output()).contains("kubectl-edit", ".spec.consumer.replicas");
    assertThat(conflict.code()).isNotZero();
  }

  private static void isFinalizerOrStatus(ManagedFieldsEntry entry) {
    assertThat(entry.getFieldsV1().getAdditionalProperties().keySet())
        .isSubsetOf("f:metadata", "f:status");
  }

  private Path manifest(String more) throws IOException {
    return Files.writeString(
        work.resolve("pipeline" + more.hashCode() + ".yaml"),
        """
        apiVersion: cdcpipeline.io/v1alpha1
        kind: CdcPipeline
        metadata: {name: shop}
        spec:
          changefeed: {tables: ["shop.*"]}
          database: {existing: {host: 127.0.0.1, port: 1, ticdcUrl: "http://127.0.0.1:1"}}
          kafka: {existing: {bootstrapServers: "127.0.0.1:1"}}
          search: {enabled: false}
        """
            + more);
  }

  private static void apply(String namespace, Path file) {
    api.kubectl(
        "apply", "--server-side", "--field-manager=gitops", "-n", namespace, "-f", file.toString());
  }

  private static void awaitReconciled(String namespace) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              var pipeline = pipeline(namespace);
              assertThat(pipeline.getStatus().observedGeneration())
                  .isEqualTo(pipeline.getMetadata().getGeneration());
            });
  }

  private static CdcPipeline pipeline(String namespace) {
    return api.client().resources(CdcPipeline.class).inNamespace(namespace).withName("shop").get();
  }
}
