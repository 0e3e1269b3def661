package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Filebeat's template, within the operator. */
class FilebeatTemplateTest {
  private final SearchStageFixture scene = new SearchStageFixture();

  @BeforeEach
  void start() {
    scene.ready();
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void aTemplateThatFilebeatCannotTakeLeavesItAsItIs() {
    var before = scene.beat().getMetadata().getGeneration();
    template("{pod: {securityContext: {runAsUser: 1000}}}");

    scene.awaitCondition(
        "InvalidSpec: spec.search.filebeat.template.pod.securityContext.runAsUser: log files of"
            + " nodes belong to root, so Filebeat runs as root: remove it");
    assertThat(scene.beat().getMetadata().getGeneration()).isEqualTo(before);

    scene.operator.apply(SearchStageFixture.MINIMAL);
    scene.awaitCondition("Ready: Filebeat shop runs on every node");
  }

  @Test
  void itsServiceAccountGoesWithThePipelineAsItsPodsDo() {
    template("{serviceAccount: {annotations: {example.com/role: ship}}}");
    await().until(() -> account() != null);
    assertThat(account().getMetadata().getOwnerReferences()).hasSize(1);
    await().until(() -> "shop-filebeat".equals(accountOfPods()));

    scene.operator.apply(SearchStageFixture.MINIMAL);
    await().until(() -> account() == null && accountOfPods() == null);
  }

  private void template(String template) {
    scene.operator.apply(
        SearchStageFixture.MINIMAL + "  search: {filebeat: {template: " + template + "}}\n");
  }

  private GenericKubernetesResource account() {
    return scene.operator.child("v1", "ServiceAccount", "shop", "shop-filebeat");
  }

  private String accountOfPods() {
    return scene.beat().get("spec", "daemonSet", "podTemplate", "spec", "serviceAccountName");
  }
}
