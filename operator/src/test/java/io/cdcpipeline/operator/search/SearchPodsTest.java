package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.TemplateMatrix;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.pods.PodServiceAccount;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchPodsTest {
  @Test
  void everySettingOfElasticsearch() {
    TemplateMatrix.assertSettings(
        "elasticsearch",
        "search.managed.template",
        pipeline -> SearchPods.problem(pipeline.getSpec().search().managed()),
        SearchPodsTest::elasticsearch);
  }

  @Test
  void everySettingOfFilebeat() {
    TemplateMatrix.assertSettings(
        "filebeat",
        "search.filebeat.template",
        pipeline -> SearchPods.problem(pipeline.getSpec().search().filebeat()),
        SearchPodsTest::filebeat);
  }

  /** Else Filebeat would start and read nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "pod: {securityContext: {runAsUser: 1000}}",
        "pod: {securityContext: {runAsNonRoot: true}}",
        "container: {securityContext: {runAsUser: 1000}}",
        "container: {securityContext: {runAsNonRoot: true}}",
      })
  void filebeatStaysRoot(String template) {
    var pipeline =
        GoldenCase.MINIMAL.pipelineWith("{search: {filebeat: {template: {" + template + "}}}}");

    assertThat(SearchPods.problem(pipeline.getSpec().search().filebeat()).orElseThrow())
        .startsWith("spec.search.filebeat.template.")
        .contains(".securityContext.runAs", "Filebeat runs as root");
  }

  private static List<GenericKubernetesResource> elasticsearch(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var template = pipeline.getSpec().search().managed().template();
    var children = new ArrayList<GenericKubernetesResource>();
    if (PodServiceAccount.isWanted(template)) {
      children.add(SearchPods.elasticsearchAccount(names, template));
    }
    children.add(ElasticsearchManifest.desired(names, pipeline.getSpec()));
    return children;
  }

  private static List<GenericKubernetesResource> filebeat(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var filebeat = pipeline.getSpec().search().filebeat();
    var children = new ArrayList<GenericKubernetesResource>();
    if (PodServiceAccount.isWanted(SearchPods.template(filebeat))) {
      children.add(SearchPods.filebeatAccount(names, filebeat));
    }
    var output = SearchStage.backend(pipeline).output();
    children.add(FilebeatManifest.desired(names, filebeat, output, "0123456789abcdef"));
    return children;
  }
}
