package io.cdcpipeline.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RbacTest {
  @Test
  void grantsNeitherWildcardsNorEscalation() {
    assertThat(clusterRules(Map.of()))
        .isNotEmpty()
        .allSatisfy(
            rule -> {
              assertThat(rule.getApiGroups()).doesNotContain("*", "rbac.authorization.k8s.io");
              assertThat(rule.getResources()).doesNotContain("*", "pods/exec", "nodes");
              assertThat(rule.getVerbs())
                  .doesNotContain("*", "escalate", "bind", "impersonate", "deletecollection");
            });
  }

  @Test
  void oneNamespaceGetsTheSameRulesAsAll() {
    List<Role> roles = Chart.all(Role.class, Map.of("watchNamespaces[0]", "shop"));
    Role shop =
        roles.stream()
            .filter(r -> r.getMetadata().getNamespace().equals("shop"))
            .findFirst()
            .orElseThrow();

    assertThat(shop.getRules()).isEqualTo(clusterRules(Map.of()));
    assertThat(roles)
        .extracting(r -> r.getMetadata().getNamespace())
        .containsExactlyInAnyOrder("cdc-system", "shop", "monitoring");
  }

  @Test
  void namespacedInstallsHaveOnlyTheFinalizerPermissionClusterWide() {
    Map<String, Object> values = Map.of("watchNamespaces[0]", "shop", "rbac.aggregate", "false");

    assertThat(clusterRules(values))
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.getResources()).containsExactly("cdcpipelines");
              assertThat(rule.getVerbs()).containsExactly("patch");
            });
  }

  /** Nothing but one namespace, and that only if its uid is needed. */
  @Test
  void theClusterIsIdentifiedByOneReadOfOneNamespace() {
    assertThat(clusterIdRoles(Map.of()))
        .singleElement()
        .extracting(ClusterRole::getRules)
        .isEqualTo(
            List.of(
                new PolicyRuleBuilder()
                    .withApiGroups("")
                    .withResources("namespaces")
                    .withResourceNames("kube-system")
                    .withVerbs("get")
                    .build()));
    assertThat(clusterIdRoles(Map.of("watchNamespaces[0]", "shop"))).hasSize(1);
    assertThat(clusterIdRoles(Map.of("clusterId", "blue"))).isEmpty();
  }

  /** The hook's account, which no pod of the operator has. */
  @Test
  void onlyTheUpgradeHookMayChangeTheCrdAndNothingElse() {
    var hook = Chart.crdHooks(ClusterRole.class, Map.of());

    assertThat(hook)
        .singleElement()
        .extracting(ClusterRole::getRules)
        .isEqualTo(
            List.of(
                new PolicyRuleBuilder()
                    .withApiGroups("apiextensions.k8s.io")
                    .withResources("customresourcedefinitions")
                    .withResourceNames("cdcpipelines.cdcpipeline.io")
                    .withVerbs("get", "patch")
                    .build()));
    assertThat(clusterRules(Map.of()))
        .noneMatch(rule -> rule.getApiGroups().contains("apiextensions.k8s.io"));
    assertThat(Chart.crdHooks(ClusterRole.class, Map.of("crds.upgrade", "false"))).isEmpty();
  }

  /** Of its own namespace the operator also reads the Deployment that it is. */
  @Test
  void theLeaseIsThatOfTheDeployment() {
    Map<String, Object> values = Map.of("fullnameOverride", "streams");
    var deployment = Chart.one(Deployment.class, values);
    var leader = Chart.one(Role.class, values).getRules();

    assertThat(leader)
        .filteredOn(rule -> rule.getResources().contains("deployments"))
        .singleElement()
        .returns(List.of("streams"), PolicyRule::getResourceNames)
        .returns(List.of("get"), PolicyRule::getVerbs);
    assertThat(deployment.getMetadata().getName()).isEqualTo("streams");
    assertThat(deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv())
        .filteredOn(variable -> variable.getName().equals("DEPLOYMENT_NAME"))
        .singleElement()
        .returns("streams", EnvVar::getValue);
  }

  private static List<ClusterRole> clusterIdRoles(Map<String, Object> values) {
    return Chart.all(ClusterRole.class, values).stream()
        .filter(r -> r.getMetadata().getName().endsWith("-cluster-id"))
        .toList();
  }

  private static List<PolicyRule> clusterRules(Map<String, Object> values) {
    return Chart.all(ClusterRole.class, values).stream()
        .filter(r -> !r.getMetadata().getName().matches(".*-(edit|view|cluster-id)"))
        .flatMap(r -> r.getRules().stream())
        .toList();
  }
}
