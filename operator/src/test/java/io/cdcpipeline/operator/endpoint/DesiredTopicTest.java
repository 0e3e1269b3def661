package io.cdcpipeline.operator.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DesiredTopicTest {
  @ParameterizedTest
  @CsvSource({"7d,604800000", "12h,43200000", "30m,1800000", "5s,5000", "9ms,9"})
  void retentionInMilliseconds(String text, long millis) {
    assertThat(DesiredTopic.millis(text)).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "2,2,1", "3,3,2", "5,3,2"})
  void replicationFactorFollowsTheBrokers(int brokers, int replicationFactor, int minInSync) {
    assertThat(DesiredTopic.replicationFactorFor(brokers)).isEqualTo(replicationFactor);
    assertThat(DesiredTopic.minInSyncReplicas(replicationFactor)).isEqualTo(minInSync);
  }

  @Test
  void oneReplicaIsWritableOnBrokersWhoseDefaultIsTwoInSync() {
    var desired = new DesiredTopic("t", 1, 1, 1000, 1000);

    assertThat(desired.config()).containsEntry("min.insync.replicas", 1);
  }

  @Test
  void withoutReplicasTheBrokersDecideMinInSyncToo() {
    assertThat(new DesiredTopic("t", 1, null, 1000, 1000).config())
        .isEqualTo(
            Map.of("cleanup.policy", "delete", "retention.ms", 1000L, "max.message.bytes", 1000));
  }
}
