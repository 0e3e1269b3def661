package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SearchChildrenTest {
  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void filebeat(GoldenCase golden) {
    golden.assertChild(filebeat(golden.pipeline()), getClass());
  }

  @ParameterizedTest
  @EnumSource(value = GoldenCase.class, mode = EnumSource.Mode.EXCLUDE, names = "EXISTING")
  void elasticsearch(GoldenCase golden) {
    var pipeline = golden.pipeline();
    golden.assertChild(
        ElasticsearchManifest.desired(ResourceNames.of(pipeline), pipeline.getSpec()), getClass());
  }

  @Test
  void filebeatNeedsNoSecretsWithoutAuthentication() {
    var pipeline = GoldenCase.EXISTING.pipeline();
    var search = pipeline.getSpec().search().existing();
    var open = new io.cdcpipeline.operator.api.ExistingSearch(search.url(), null, null);
    var beat =
        FilebeatManifest.desired(
            ResourceNames.of(pipeline), new FilebeatOutput.Existing(open), "x");

    assertThat(beat.toString()).doesNotContain("ES_USERNAME", "certificate_authorities");
  }

  @Test
  void filebeatOfAnExistingElasticsearchHasTheVersionOfAManagedOne() {
    var managed = GoldenCase.MINIMAL.pipeline().getSpec().search().managed().version();

    assertThat(filebeat(GoldenCase.EXISTING.pipeline()).<String>get("spec", "version"))
        .isEqualTo(managed);
  }

  private static GenericKubernetesResource filebeat(CdcPipeline pipeline) {
    var backend = SearchStage.backend(pipeline);
    return FilebeatManifest.desired(
        ResourceNames.of(pipeline), backend.output(), "0123456789abcdef");
  }
}
