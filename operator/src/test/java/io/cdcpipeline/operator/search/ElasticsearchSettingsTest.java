package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElasticsearchSettingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{cluster.name: x} | cluster.name belongs to ECK: remove it",
        "{cluster: {initial_master_nodes: [a]}} | cluster.initial_master_nodes belongs to ECK:"
            + " remove it",
        "{discovery: {type: single-node}} | discovery.type belongs to ECK: remove it",
        "{xpack.security: {http.ssl: {enabled: false}}} | xpack.security.http.ssl.enabled belongs"
            + " to ECK: remove it",
        "{node.roles: [data]} | node.roles cannot be set, because every node of a"
            + " pipeline has every role: remove it",
      })
  void whatIsNotFreeIsRefusedByName(String config, String problem) {
    var managed = with(config).getSpec().search().managed();

    assertThat(ElasticsearchSettings.problem(managed))
        .contains("spec.search.managed.config: " + problem);
  }

  @Test
  void aNestedKeyReplacesTheDefaultOfTheOperator() {
    var pipeline = with("{node: {store: {allow_mmap: true}}, action.auto_create_index: false}");

    assertThat(ElasticsearchSettings.problem(pipeline.getSpec().search().managed())).isEmpty();
    Map<String, Object> config =
        ElasticsearchManifest.desired(ResourceNames.of(pipeline), pipeline.getSpec())
            .get("spec", "nodeSets", 0, "config");
    assertThat(config)
        .containsEntry("node.store.allow_mmap", true)
        .containsEntry("action.auto_create_index", false)
        .containsEntry("xpack.ml.enabled", false);
  }

  private static CdcPipeline with(String config) {
    return GoldenCase.MINIMAL.pipelineWith("{search: {managed: {config: %s}}}".formatted(config));
  }
}
