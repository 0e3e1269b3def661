package io.cdcpipeline.operator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.endpoint.DesiredTopic;
import io.cdcpipeline.operator.endpoint.Replication;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KafkaChildrenTest {
  @ParameterizedTest
  @EnumSource(value = GoldenCase.class, mode = EnumSource.Mode.EXCLUDE, names = "EXISTING")
  void everyChild(GoldenCase golden) {
    var pipeline = golden.pipeline();
    golden.assertChild(KafkaNodePoolManifest.desired(pipeline), getClass());
    golden.assertChild(KafkaManifest.desired(pipeline), getClass());
    golden.assertChild(KafkaTopicManifest.events(pipeline), getClass());
    golden.assertChild(KafkaTopicManifest.deadLetters(pipeline), getClass());
    golden.assertChild(KafkaUserManifest.ticdc(pipeline), getClass());
    golden.assertChild(KafkaUserManifest.consumer(pipeline), getClass());
  }

  @ParameterizedTest
  @CsvSource({"7d,604800000", "12h,43200000", "30m,1800000", "5s,5000", "9ms,9"})
  void retentionInMilliseconds(String text, long millis) {
    assertThat(DesiredTopic.millis(text)).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,2,1", "3,3,2", "5,3,2"})
  void copies(int nodes, int copies, int inSync) {
    assertThat(Replication.replicationFactor(nodes)).isEqualTo(copies);
    assertThat(Replication.inSync(Replication.replicationFactor(nodes))).isEqualTo(inSync);
  }

  @Test
  void aTopicWithOneCopyCanBeWrittenWhereBrokersAskForTwo() {
    var wish = new DesiredTopic("t", 1, 1, 1000, 1000);

    assertThat(wish.config()).containsEntry("min.insync.replicas", 1);
  }

  @Test
  void whereCopiesAreLeftToTheBrokersSoIsTheirAgreement() {
    assertThat(new DesiredTopic("t", 1, null, 1000, 1000).config())
        .isEqualTo(
            Map.of("cleanup.policy", "delete", "retention.ms", 1000L, "max.message.bytes", 1000));
  }
}
