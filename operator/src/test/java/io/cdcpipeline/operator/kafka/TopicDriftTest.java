package io.cdcpipeline.operator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.endpoint.DesiredTopic;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

class TopicDriftTest {
  private static final DesiredTopic DESIRED = new DesiredTopic("events", 6, 3, 1000, 2000);

  @Test
  void aMatchingTopicHasNoDrift() {
    var settings =
        Map.of(
            "cleanup.policy",
            "delete",
            "max.message.bytes",
            "9000",
            "retention.ms",
            "-1",
            "x",
            "y");

    assertThat(TopicDrift.of(DESIRED, topic(6, 3), settings)).isEmpty();
  }

  @Test
  void everyDifferenceIsNamed() {
    var settings =
        Map.of("cleanup.policy", "compact", "max.message.bytes", "10", "retention.ms", "20");

    assertThat(TopicDrift.of(DESIRED, topic(8, 1), settings))
        .isEqualTo(
            "topic events has 8 partitions, the spec 6 (Kafka cannot remove any); it has 1"
                + " replicas, the spec 3; it has cleanup.policy=compact, which drops changes: set"
                + " it to delete; it has max.message.bytes=10, less than"
                + " spec.changefeed.maxMessageBytes needs (2000); it has retention.ms=20, less than"
                + " the spec's 1000");
  }

  @Test
  void morePartitionsForDeadLettersAreNoDrift() {
    var desired = new DesiredTopic("events-dlt", 1, null, 1000, 2000);

    assertThat(TopicDrift.of(desired, topic(3, 1), Map.of())).isEmpty();
  }

  private static TopicDescription topic(int partitions, int copies) {
    var node = new Node(1, "localhost", 9092);
    var nodes = Collections.nCopies(copies, node);
    return new TopicDescription(
        "events",
        false,
        IntStream.range(0, partitions)
            .mapToObj(p -> new TopicPartitionInfo(p, node, nodes, List.of(node)))
            .toList());
  }
}
