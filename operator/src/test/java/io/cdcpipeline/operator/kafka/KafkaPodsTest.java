package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.TemplateMatrix;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaPodsTest {
  @ParameterizedTest
  @CsvSource({
    "kafka, kafka.managed.template",
    "kafka-exporter, kafka.managed.exporter.template",
    "kafka-entity-operator, kafka.managed.entityOperator.template"
  })
  void everySetting(String component, String place) {
    TemplateMatrix.assertSettings(
        component,
        place,
        pipeline -> KafkaPods.problem(pipeline.getSpec().kafka().managed()),
        pipeline ->
            List.of(KafkaManifest.desired(pipeline), KafkaNodePoolManifest.desired(pipeline)));
  }
}
