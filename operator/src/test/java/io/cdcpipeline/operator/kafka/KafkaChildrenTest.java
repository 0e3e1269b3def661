package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.GoldenCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KafkaChildrenTest {
  @ParameterizedTest
  @EnumSource(value = GoldenCase.class, mode = EnumSource.Mode.EXCLUDE, names = "EXISTING")
  void everyChild(GoldenCase golden) {
    var pipeline = golden.pipeline();
    boolean tls = pipeline.getSpec().kafka().managed().tls();
    golden.assertChild(KafkaNodePoolManifest.desired(pipeline), getClass());
    golden.assertChild(KafkaManifest.desired(pipeline), getClass());
    golden.assertChild(KafkaTopicManifest.events(pipeline), getClass());
    golden.assertChild(KafkaTopicManifest.deadLetters(pipeline), getClass());
    golden.assertChild(KafkaUserManifest.ticdc(pipeline, tls ? null : "checksum"), getClass());
    golden.assertChild(KafkaUserManifest.consumer(pipeline, "checksum"), getClass());
  }
}
