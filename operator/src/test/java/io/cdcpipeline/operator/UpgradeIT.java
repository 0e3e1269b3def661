package io.cdcpipeline.operator;

import static io.cdcpipeline.testkit.requirement.Requirement.CLUSTER_BINARIES;
import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.chart.UpgradeHook;
import io.cdcpipeline.operator.real.RealApi;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * From what release 0.1.0 left in a cluster to this release: the CRD by the account of the chart's
 * hook, on a real API server, and a pipeline that runs.
 */
@Requires({REAL_API, CLUSTER_BINARIES, OTHER_CRDS})
class UpgradeIT {
  private static final String NAME = "cdcpipelines.cdcpipeline.io";
  private static RealApi api;
  private static UpgradeHook hook;

  @BeforeAll
  static void start() {
    api = RealApi.get();
    api.installForeign("tidb-operator-v2.0.1", "strimzi-1.2.0", "eck-3.5.0");
    hook = UpgradeHook.install(api, RealOperator.NAMESPACE);
  }

  @AfterAll
  static void restore() {
    if (api != null) {
      api.install(Golden.root().resolve("crds"));
      hook.remove(api);
    }
  }

  @Test
  void anEarlierCrdBecomesThisReleasesWithTwoCalls() throws IOException {
    OldRelease.installCrd(api);
    assertThat(schema()).contains("grafanaNamespace").doesNotContain("thresholds");
    var audit = api.audit(hook.user());
    int mark = audit.mark();

    assertThat(run())
        .isEqualTo(
            "CRD " + NAME + " upgraded from one without a version to that of release " + release());

    assertThat(schema()).contains("thresholds").doesNotContain("grafanaNamespace");
    assertThat(schema(live()).equals(UpgradeIT::compare, schema(CrdUpgrade.ours())))
        .as("nothing of the earlier schema is left")
        .isTrue();
    assertThat(audit.deniedSince(mark)).as("calls without a right").isEmpty();
    assertThat(run()).isEqualTo("CRD " + NAME + " is that of release " + release() + " already");
  }

  @Test
  void aLaterCrdIsNotTouched() {
    api.kubectl("annotate", "--overwrite", "crd", NAME, CrdUpgrade.VERSION + "=99.0.0");
    var before = live().getMetadata().getResourceVersion();

    assertThat(run())
        .endsWith("is of release 99.0.0, later than this one's " + release() + ": left as it is");
    assertThat(live().getMetadata().getResourceVersion()).isEqualTo(before);
    api.install(Golden.root().resolve("crds"));
  }

  /** Not by the operator's account, whose refused calls other tests of this server count. */
  @Test
  void aRefusalSaysWhatElseToDo() {
    var nobody =
        new ConfigBuilder(api.client().getConfiguration())
            .withImpersonateUsername("nobody")
            .build();
    try (var client = KubernetesClients.with(nobody)) {
      assertThatThrownBy(() -> new CrdUpgrade(client).run())
          .hasMessageStartingWith("cannot upgrade CRD " + NAME + ": ")
          .hasMessageContaining("is forbidden")
          .hasMessageEndingWith("set the chart value crds.upgrade to false");
    }
  }

  @Test
  void pipelinesOfTheEarlierReleaseAreStillAccepted() throws IOException {
    OldRelease.installCrd(api);
    var namespaces = OldRelease.pipelines(api);
    run();

    namespaces.forEach(
        (pipeline, namespace) ->
            assertThat(
                    api.run(
                        "label", "cdcpipeline", "shop", "-n", namespace, "seen-by=this-release"))
                .as(pipeline)
                .returns(0, RealApi.Result::code));
    // None has a finalizer: no operator has seen them.
    api.deletePipelines();
  }

  /** Whatever stores data, or would start from scratch, is as the earlier operator left it. */
  @Test
  void aPipelineThatRunsKeepsItsDatabasesAsTheyAre() throws IOException {
    OldRelease.installCrd(api);
    var old = OldRelease.running(api);
    run();

    try (var operator = new RealOperator(api, Map.of())) {
      old.awaitReconciled();
      assertThat(old.changed())
          .as("children whose spec this release changes; none of them has a volume")
          .containsExactlyInAnyOrderElementsOf(OldRelease.EXPECTED_CHANGES);
      assertThat(old.gone()).isEmpty();
      assertThat(old.recreated()).isEmpty();
      assertThat(operator.audit().deniedSince(0)).as("calls without a right").isEmpty();
      api.deletePipelines();
    }
  }

  private static String run() {
    try (var client = KubernetesClients.with(Config.fromKubeconfig(hook.kubeconfig()))) {
      return new CrdUpgrade(client).run();
    }
  }

  private static String release() {
    return CrdUpgrade.ours().getMetadata().getAnnotations().get(CrdUpgrade.VERSION);
  }

  private static GenericKubernetesResource live() {
    return api.client()
        .genericKubernetesResources("apiextensions.k8s.io/v1", "CustomResourceDefinition")
        .withName(NAME)
        .get();
  }

  private static JsonNode schema(GenericKubernetesResource crd) {
    return Json.JSON.valueToTree(crd.get("spec", "versions", 0, "schema"));
  }

  /** 1.0 is 1. */
  private static int compare(JsonNode a, JsonNode b) {
    return a.isNumber() && b.isNumber()
        ? Double.compare(a.doubleValue(), b.doubleValue())
        : a.equals(b) ? 0 : 1;
  }

  private static String schema() {
    return live().get("spec").toString();
  }
}
