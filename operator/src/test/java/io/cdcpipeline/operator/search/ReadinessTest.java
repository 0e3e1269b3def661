package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ECK's statuses, and what they mean for the stage. */
class ReadinessTest {
  private static final String DONE = "conditions: [{type: ReconciliationComplete, status: 'True'}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          phase: Ready, health: green, availableNodes: 3    | Ready    | Elasticsearch shop is ready
          phase: Ready, health: yellow, availableNodes: 3   | Ready    | Elasticsearch shop is ready
          phase: Ready, health: red, availableNodes: 3      | ChildFailed | Elasticsearch shop is red with 3 of 3 nodes
          phase: Ready, health: green, availableNodes: 2    | ChildFailed | Elasticsearch shop is green with 2 of 3 nodes
          phase: ApplyingChanges, health: green, availableNodes: 2 | Progressing | Elasticsearch shop: 2 of 3 nodes are up
          phase: Invalid                                    | ChildFailed | Elasticsearch shop is Invalid
          phase: Stalled                                    | ChildFailed | Elasticsearch shop is Stalled
          """)
  void elasticsearch(String status, String reason, String message) {
    var live =
        child(
            "{nodeSets: [{count: 3}]}", "{%s, observedGeneration: 2, %s}".formatted(status, DONE));
    var verdict = ElasticsearchReadiness.of(live).verdict();

    assertThat(verdict.reason()).hasToString(reason);
    assertThat(verdict.message()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          elasticsearchAssociationStatus: Established, health: green, availableNodes: 2, expectedNodes: 2 | Ready
          elasticsearchAssociationStatus: Established, health: yellow, availableNodes: 1, expectedNodes: 2 | Progressing
          elasticsearchAssociationStatus: Established, health: green, availableNodes: 0, expectedNodes: 0 | Progressing
          elasticsearchAssociationStatus: Pending, health: green, availableNodes: 2, expectedNodes: 2      | Progressing
          elasticsearchAssociationStatus: Failed                                                           | ChildFailed
          """)
  void filebeat(String status, String reason) {
    var live =
        child("{elasticsearchRef: {name: shop}}", "{%s, observedGeneration: 2}".formatted(status));

    assertThat(FilebeatReadiness.of(live).verdict().reason()).hasToString(reason);
  }

  private static GenericKubernetesResource child(String spec, String status) {
    return Serialization.unmarshal(
        "kind: x\nmetadata: {name: shop, generation: 2}\nspec: %s\nstatus: %s\n"
            .formatted(spec, status),
        GenericKubernetesResource.class);
  }
}
