package io.cdcpipeline.operator.chart;

import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.CdcPipelineSpec;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.SpecDefaults;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.smoke.SmokeSettings;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** helm test: the Job and what it may do. The Java library for Helm renders no hooks. */
@Requires(CLUSTER_BINARIES)
class SmokeJobTest {
  private static final Map<String, Object> SHOP =
      Map.of("smoke.pipeline", "shop", "smoke.namespace", "team");

  private static Job job(Map<String, Object> values) {
    return all(Job.class, values).get(0);
  }

  private static <T> List<T> all(Class<T> kind, Map<String, Object> values) {
    var yaml = new ByteArrayInputStream(helm(values));
    return ((List<?>) new KubernetesSerialization().unmarshal(yaml))
        .stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static byte[] helm(Map<String, Object> values) {
    var line = new ArrayList<String>();
    line.add(CLUSTER_BINARIES.path().resolve("helm").toString());
    line.addAll(List.of("template", "cdc-pipeline-operator", Chart.FOLDER.toString()));
    line.addAll(List.of("-n", "cdc-system", "-s", "templates/tests/smoke.yaml"));
    values.forEach((name, value) -> line.addAll(List.of("--set", name + "=" + value)));
    try {
      var process = new ProcessBuilder(line).start();
      var rendered = process.getInputStream().readAllBytes();
      var said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
      return rendered;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void thereIsNoneWithoutAPipeline() {
    assertThatThrownBy(() -> helm(Map.of())).hasMessageContaining("could not find template");
  }

  @Test
  void thePodIsRestrictedAndBesideTheOperator() {
    var job = job(SHOP);
    var pod = job.getSpec().getTemplate().getSpec();
    var smoke = pod.getContainers().get(0);

    assertThat(job.getMetadata().getNamespace()).isEqualTo("cdc-system");
    assertThat(job.getMetadata().getAnnotations()).containsEntry("helm.sh/hook", "test");
    assertThat(job.getSpec().getBackoffLimit()).isZero();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(smoke.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(smoke.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(smoke.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(smoke.getArgs()).containsExactly("--smoke");
  }

  /** On tainted nodes, with a registry that has a login, and on OpenShift, which assigns users. */
  @Test
  void thePodIsPlacedAndSecuredAsTheOperators() {
    Map<String, Object> values =
        Map.of(
            "smoke.pipeline",
            "shop",
            "imagePullSecrets[0].name",
            "mirror",
            "tolerations[0].key",
            "dedicated",
            "nodeSelector.disk",
            "ssd",
            "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"
                + ".nodeSelectorTerms[0].matchExpressions[0].key",
            "zone",
            "priorityClassName",
            "high",
            "podSecurityContext.fsGroup",
            "7",
            "securityContext.runAsGroup",
            "8");
    var pod = job(values).getSpec().getTemplate().getSpec();
    var operator = Chart.one(Deployment.class, values).getSpec().getTemplate().getSpec();

    assertThat(pod)
        .returns(operator.getImagePullSecrets(), PodSpec::getImagePullSecrets)
        .returns(operator.getTolerations(), PodSpec::getTolerations)
        .returns(operator.getNodeSelector(), PodSpec::getNodeSelector)
        .returns(operator.getAffinity(), PodSpec::getAffinity)
        .returns("high", PodSpec::getPriorityClassName)
        .returns(operator.getSecurityContext(), PodSpec::getSecurityContext);
    assertThat(pod.getSecurityContext().getRunAsUser()).isNull();
    assertThat(pod.getContainers().get(0).getSecurityContext())
        .isEqualTo(operator.getContainers().get(0).getSecurityContext());
  }

  @Test
  void theProgramTakesItsSettings() {
    var environment =
        job(SHOP).getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().stream()
            .collect(
                Collectors.toMap(EnvVar::getName, v -> v.getValue() == null ? "" : v.getValue()));

    var settings = SmokeSettings.from(environment);

    assertThat(settings.namespace()).isEqualTo("team");
    assertThat(settings.dashboards()).containsExactly("shop-dashboard");
    assertThat(SmokeSettings.HELP).contains(environment.keySet());
  }

  /** Also none of its Secrets that the smoke test has no use for. */
  @Test
  void itReadsWhatItNamesAndNothingElse() {
    var rules = all(Role.class, SHOP).get(0).getRules();

    assertThat(rules)
        .allSatisfy(
            rule -> assertThat(rule.getVerbs()).hasSize(1).doesNotContain("*", "create", "watch"));
    assertThat(rules)
        .filteredOn(rule -> rule.getResourceNames().isEmpty())
        .extracting(PolicyRule::getResources)
        .containsExactly(List.of("endpointslices"));
    assertThat(secrets(rules)).containsAll(needed(new ResourceNames("team", "shop"))).hasSize(5);
  }

  private static List<String> secrets(List<PolicyRule> rules) {
    return rules.stream()
        .filter(rule -> rule.getResources().contains("secrets"))
        .flatMap(rule -> rule.getResourceNames().stream())
        .toList();
  }

  private static List<String> needed(ResourceNames names) {
    var pipeline = new CdcPipeline();
    pipeline.setMetadata(new ObjectMetaBuilder().withName("shop").withNamespace("team").build());
    pipeline.setSpec(
        Json.JSON.convertValue(
            Map.of(
                "changefeed",
                Map.of("tables", List.of("shop.*")),
                "kafka",
                Map.of("managed", Map.of("tls", true))),
            CdcPipelineSpec.class));
    var kafka = KafkaEndpoint.forConsumer(new SpecDefaults().complete(pipeline));
    var all = new ArrayList<>(kafka.secrets());
    all.add(names.databaseRootSecret());
    all.add(names.elasticsearchUser("reader"));
    all.add(names.elasticsearchCaSecret());
    return all;
  }

  @Test
  void grafanasLoginIsReadInItsNamespace() {
    var values =
        Map.<String, Object>of(
            "smoke.pipeline",
            "shop",
            "smoke.grafana.url",
            "http://grafana",
            "grafanaNamespace",
            "g");
    var roles = all(Role.class, values);

    assertThat(roles).filteredOn(r -> r.getMetadata().getNamespace().equals("g")).hasSize(1);
    assertThatThrownBy(() -> Chart.objects(Map.of("smoke.skip[0]", "sql")))
        .hasMessageContaining("skip");
  }
}
