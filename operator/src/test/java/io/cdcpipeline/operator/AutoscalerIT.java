package io.cdcpipeline.operator;

import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.real.ExternalMetrics;
import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.operator.real.RunningBinary;
import io.cdcpipeline.testkit.requirement.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample's HorizontalPodAutoscaler, in the hands of Kubernetes' own controller. */
@Requires({REAL_API, CLUSTER_BINARIES, OTHER_CRDS})
class AutoscalerIT {
  private static final Duration SOON = Duration.ofMinutes(3);

  private final RealApi api = RealApi.get();

  @Test
  void lagScalesThePipelineAndTheOperatorFollows(@TempDir Path folder) throws Exception {
    api.installForeign(
        "tidb-operator-v2.0.1", "strimzi-1.2.0", "eck-3.5.0-all", "prometheus-operator");
    api.run("create", "namespace", "monitoring");
    var namespace = api.namespace();
    try (var lag = new ExternalMetrics(api, folder, "cdc_pipeline_lag");
        var operator = new RealOperator(api, Map.of());
        var autoscaler = autoscaler()) {
      withConsumers(namespace);
      lag.set(1000);
      apply(folder, namespace);
      await().atMost(SOON).until(() -> scalingActive(namespace));
      assertThat(replicas(namespace)).isEqualTo(1);
      assertThat(lag.asked())
          .contains("/namespaces/" + namespace + "/cdc_pipeline_lag", "pipeline");

      lag.set(14_000);
      await().atMost(SOON).until(() -> replicas(namespace) == 3);
      await().atMost(SOON).until(() -> deployed(namespace) == 3);

      lag.set(1_000_000);
      await().atMost(SOON).until(() -> replicas(namespace) == 6);
      await().atMost(SOON).until(() -> deployed(namespace) == 6);
      assertThat(replicasWriters(namespace))
          .as("who has written spec.consumer.replicas")
          .doesNotContain(Labels.FIELD_MANAGER)
          .contains("kube-controller-manager");

      lag.set(0);
      await().atMost(SOON).until(() -> replicas(namespace) == 1);
      await().atMost(SOON).until(() -> deployed(namespace) == 1);
      api.kubectl("delete", "cdcpipelines", "--all", "-n", namespace, "--timeout=90s");
    }
  }

  private RunningBinary autoscaler() {
    return RunningBinary.start(
        api,
        "kube-controller-manager",
        "--kubeconfig=" + api.kubeconfig(),
        "--controllers=horizontal-pod-autoscaler-controller",
        "--horizontal-pod-autoscaler-sync-period=1s",
        "--bind-address=127.0.0.1",
        "--secure-port=0",
        "--leader-elect=false");
  }

  /** The minimal pipeline, as far as its consumers: nobody runs their pods. */
  private void withConsumers(String namespace) {
    var pipeline = GoldenCase.MINIMAL.pipeline();
    pipeline.getMetadata().setNamespace(namespace);
    api.client().resource(pipeline).create();
    await().atMost(SOON).until(() -> children(namespace, "kafkausers"), count -> count == 2);
    new RealPipelines(api).kafkaBecomesReady(namespace);
    await().atMost(SOON).until(() -> children(namespace, "deployments"), count -> count == 1);
  }

  private long children(String namespace, String kind) {
    return api.names(kind, namespace, Labels.MANAGED).size();
  }

  /** The sample, without its waits. */
  private void apply(Path folder, String namespace) throws Exception {
    var sample = Files.readString(Golden.root().resolve("samples/autoscale-hpa.yaml"));
    var impatient =
        sample
            .replaceAll("stabilizationWindowSeconds: \\d+", "stabilizationWindowSeconds: 0")
            .replaceAll("value: \\d+, periodSeconds: \\d+", "value: 6, periodSeconds: 1");
    var file = Files.writeString(folder.resolve("hpa.yaml"), impatient);
    api.kubectl("apply", "-n", namespace, "-f", file.toString());
  }

  private boolean scalingActive(String namespace) {
    var scaler =
        api.client()
            .autoscaling()
            .v2()
            .horizontalPodAutoscalers()
            .inNamespace(namespace)
            .withName("shop-consumer")
            .get();
    return scaler.getStatus() != null
        && scaler.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("ScalingActive") && c.getStatus().equals("True"));
  }

  private int replicas(String namespace) {
    var pipelines = api.client().resources(CdcPipeline.class).inNamespace(namespace);
    return pipelines.withName("shop").get().getSpec().consumer().replicas();
  }

  private int deployed(String namespace) {
    var deployments = api.client().apps().deployments().inNamespace(namespace);
    return deployments.withName("shop-consumer").get().getSpec().getReplicas();
  }

  private String replicasWriters(String namespace) {
    return api
        .client()
        .genericKubernetesResources("cdcpipeline.io/v1alpha1", "CdcPipeline")
        .inNamespace(namespace)
        .withName("shop")
        .get()
        .getMetadata()
        .getManagedFields()
        .stream()
        .filter(entry -> entry.getFieldsV1().toString().contains("f:replicas"))
        .filter(entry -> !"status".equals(entry.getSubresource()))
        .map(entry -> entry.getManager())
        .toList()
        .toString();
  }
}
