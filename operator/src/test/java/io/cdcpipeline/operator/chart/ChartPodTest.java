package io.cdcpipeline.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.OperatorConfig;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an administrator may say about the operator's pod, and what it passes on to pipelines. */
class ChartPodTest {
  @Test
  void imagesNameTheirRegistry() throws IOException {
    var images =
        List.of(container(Map.of()).getImage(), environment(Map.of()).get("CONSUMER_IMAGE"));
    var annotated =
        Json.YAML
            .readTree(annotations().path("artifacthub.io/images").asText())
            .findValuesAsText("image");

    assertThat(images).allMatch(image -> image.startsWith("ghcr.io/cdcpipeline/"));
    assertThat(annotated).containsExactlyElementsOf(images);
    assertThat(OperatorConfig.from(Map.of()).consumerImage()).isEqualTo(images.get(1));
  }

  @Test
  void theNodesDefaultRegistryIsAChoice() {
    Map<String, Object> none = Map.of("image.registry", "", "consumerImage.registry", "");

    assertThat(container(none).getImage()).isEqualTo("cdc-pipeline-operator:0.1.0");
    assertThat(environment(none)).containsEntry("CONSUMER_IMAGE", "cdc-pipeline-consumer:0.1.0");
  }

  @Test
  void artifactHubKnowsTheResource() throws IOException {
    var crds = Json.YAML.readTree(annotations().path("artifacthub.io/crds").asText());

    assertThat(crds.at("/0/name").asText()).isEqualTo("cdcpipelines.cdcpipeline.io");
    assertThat(crds.at("/0/version").asText()).isEqualTo("v1alpha1");
  }

  @Test
  void pullSecretsAreThoseOfEveryPod() {
    Map<String, Object> values =
        Map.of("imagePullSecrets[0].name", "mirror", "imagePullSecrets[1].name", "vendor");

    assertThat(pod(values).getImagePullSecrets())
        .extracting(LocalObjectReference::getName)
        .containsExactly("mirror", "vendor");
    assertThat(OperatorConfig.from(environment(values)).pullSecrets().names())
        .containsExactly("mirror", "vendor");
  }

  @Test
  void monitorLabelsReachTheOperator() {
    Map<String, Object> values =
        Map.of("monitorLabels.release", "kps", "monitorLabels.team\\.example/a", "b");

    assertThat(OperatorConfig.from(environment(values)).monitorLabels())
        .isEqualTo(Map.of("release", "kps", "team.example/a", "b"));
  }

  /** OpenShift's restricted-v2 refuses any user and group but those that it assigns. */
  @Test
  void noUserIsFixed() {
    var pod = pod(Map.of()).getSecurityContext();

    assertThat(pod.getRunAsUser()).isNull();
    assertThat(pod.getRunAsGroup()).isNull();
    assertThat(pod.getFsGroup()).isNull();
    assertThat(pod(Map.of("podSecurityContext.runAsUser", "2000")).getSecurityContext())
        .returns(2000L, context -> context.getRunAsUser())
        .returns(true, context -> context.getRunAsNonRoot());
  }

  @Test
  void aBudgetExistsWhereThereIsAStandby() {
    assertThat(Chart.all(PodDisruptionBudget.class, Map.of())).isEmpty();
    Map<String, Object> two = Map.of("replicas", "2");
    assertThat(Chart.one(PodDisruptionBudget.class, two).getSpec())
        .returns(1, spec -> spec.getMaxUnavailable().getIntVal())
        .returns(
            Chart.one(Deployment.class, two).getSpec().getSelector(), spec -> spec.getSelector());
    assertThat(
            Chart.all(
                PodDisruptionBudget.class,
                Map.of("replicas", "2", "podDisruptionBudget.enabled", "false")))
        .isEmpty();
  }

  @Test
  void spreadSelectsTheOperatorsPods() {
    Map<String, Object> values =
        Map.of(
            "topologySpreadConstraints[0].topologyKey", "topology.kubernetes.io/zone",
            "topologySpreadConstraints[0].maxSkew", "1",
            "topologySpreadConstraints[0].whenUnsatisfiable", "ScheduleAnyway");
    var deployment = Chart.one(Deployment.class, values).getSpec();

    assertThat(deployment.getTemplate().getSpec().getTopologySpreadConstraints())
        .singleElement()
        .returns("topology.kubernetes.io/zone", spread -> spread.getTopologyKey())
        .returns(deployment.getSelector(), spread -> spread.getLabelSelector());
  }

  @Test
  void volumesArgumentsAndEnvironmentAreAdded() {
    Map<String, Object> values =
        Map.of(
            "args[0]", "--help",
            "env[0].name", "HTTPS_PROXY",
            "env[0].value", "http://proxy:3128",
            "extraVolumes[0].name", "ca",
            "extraVolumes[0].configMap.name", "authority",
            "extraVolumeMounts[0].name", "ca",
            "extraVolumeMounts[0].mountPath", "/etc/ca");
    var container = container(values);

    assertThat(container.getArgs()).containsExactly("--help");
    assertThat(environment(values)).containsEntry("HTTPS_PROXY", "http://proxy:3128");
    assertThat(container.getVolumeMounts()).extracting("mountPath").contains("/tmp", "/etc/ca");
    assertThat(pod(values).getVolumes()).extracting("name").containsExactly("tmp", "ca");
  }

  private static JsonNode annotations() throws IOException {
    return Json.YAML.readTree(Chart.FOLDER.resolve("Chart.yaml").toFile()).path("annotations");
  }

  private static Map<String, String> environment(Map<String, Object> values) {
    return container(values).getEnv().stream()
        .filter(variable -> variable.getValue() != null)
        .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }

  private static Container container(Map<String, Object> values) {
    return pod(values).getContainers().get(0);
  }

  private static PodSpec pod(Map<String, Object> values) {
    return Chart.one(Deployment.class, values).getSpec().getTemplate().getSpec();
  }
}
