package io.cdcpipeline.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrdUpgradeHookTest {
  private static final String HOOK = "hook";
  private static final String DELETED = "helm.sh/hook-delete-policy";

  @Test
  void runsBeforeAnUpgradeAndLeavesNothing() {
    assertThat(hooks(Map.of()))
        .extracting(HasMetadata::getKind)
        .containsExactlyInAnyOrder("ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Job");
    assertThat(hooks(Map.of()))
        .allSatisfy(
            object ->
                assertThat(object.getMetadata().getAnnotations())
                    .containsEntry(HOOK, "pre-upgrade")
                    .containsEntry(DELETED, "before-hook-creation,hook-succeeded"));
  }

  @Test
  void isTheOperatorsImageWithAnAccountOfItsOwn() {
    Map<String, Object> values =
        Map.of(
            "image.tag", "9.9.9", "imagePullSecrets[0].name", "mirror", "nodeSelector.disk", "a");
    var job = job(values).getTemplate().getSpec();
    var operator = Chart.one(Deployment.class, values).getSpec().getTemplate().getSpec();
    var container = job.getContainers().get(0);

    assertThat(container.getImage()).isEqualTo(operator.getContainers().get(0).getImage());
    assertThat(container.getArgs()).containsExactly("--apply-crd");
    assertThat(container.getSecurityContext())
        .isEqualTo(operator.getContainers().get(0).getSecurityContext());
    assertThat(job.getSecurityContext()).isEqualTo(operator.getSecurityContext());
    assertThat(job.getImagePullSecrets()).isEqualTo(operator.getImagePullSecrets());
    assertThat(job.getNodeSelector()).isEqualTo(operator.getNodeSelector());
    assertThat(job.getServiceAccountName()).isNotEqualTo(operator.getServiceAccountName());
    assertThat(Chart.crdHooks(ServiceAccount.class, values))
        .extracting(account -> account.getMetadata().getName())
        .contains(job.getServiceAccountName());
    assertThat(Chart.crdHooks(ClusterRoleBinding.class, values))
        .singleElement()
        .returns(job.getServiceAccountName(), binding -> binding.getSubjects().get(0).getName());
  }

  /** A Service that selected it would send Prometheus to a pod that serves nothing. */
  @Test
  void nothingSelectsItsPod() {
    var labels = job(Map.of()).getTemplate().getMetadata().getLabels();
    var selector = Chart.one(Deployment.class, Map.of()).getSpec().getSelector().getMatchLabels();

    assertThat(labels.entrySet()).doesNotContainSequence(selector.entrySet());
    assertThat(labels).doesNotContainEntry("app.kubernetes.io/name", "cdc-pipeline-operator");
  }

  @Test
  void isAChoice() {
    assertThat(hooks(Map.of("crds.upgrade", "false"))).isEmpty();
    assertThat(
            hooks(
                Map.of(
                    "rbac.create",
                    "false",
                    "serviceAccount.create",
                    "false",
                    "serviceAccount.name",
                    "own")))
        .isEmpty();
  }

  private static List<HasMetadata> hooks(Map<String, Object> values) {
    return Chart.crdHooks(HasMetadata.class, values);
  }

  private static JobSpec job(Map<String, Object> values) {
    return Chart.crdHooks(Job.class, values).get(0).getSpec();
  }
}
