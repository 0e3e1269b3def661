package io.cdcpipeline.operator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statuses as Strimzi 1.2.0 writes them, generation 2 of the object. */
class StrimziStatusTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "not seen yet | {} | false | -",
        "ready | {observedGeneration: 2, conditions: [{type: Ready, status: 'True'}]} | true | -",
        "ready, of before | {observedGeneration: 1, conditions: [{type: Ready, status: 'True'}]}"
            + " | false | -",
        "warnings first | {observedGeneration: 2, conditions: [{type: Warning, status: 'True',"
            + " reason: KafkaStorage}, {type: Ready, status: 'True'}]} | true | -",
        "creating | {observedGeneration: 2, conditions: [{type: NotReady, status: 'True', reason:"
            + " Creating}]} | false | -",
        "Kafka failed | {observedGeneration: 2, conditions: [{type: NotReady, status: 'True',"
            + " reason: StrimziTimeoutException, message: Exceeded timeout}]} | false |"
            + " StrimziTimeoutException: Exceeded timeout",
        "topic failed | {observedGeneration: 2, conditions: [{type: Ready, status: 'False', reason:"
            + " NotSupported, message: no decrease}]} | false | NotSupported: no decrease",
        "failed before this edit | {observedGeneration: 1, conditions: [{type: NotReady, status:"
            + " 'True', reason: X, message: y}]} | false | -",
        "pool | {observedGeneration: 2, conditions: []} | false | -",
      })
  void readiness(String name, String status, boolean ready, String failure) {
    assertThat(StrimziStatus.of(resource(status))).isEqualTo(new StrimziStatus(ready, failure));
  }

  private static GenericKubernetesResource resource(String status) {
    return Serialization.unmarshal(
        """
        apiVersion: kafka.strimzi.io/v1
        kind: Kafka
        metadata: {name: shop, namespace: shop, generation: 2}
        status: %s
        """
            .formatted(status),
        GenericKubernetesResource.class);
  }
}
