package io.cdcpipeline.local.existing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.kafka.KafkaBroker;
import io.cdcpipeline.local.process.Certificates;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** spec.kafka.existing on real brokers: topics are created, extended or left alone. */
@ExtendWith({LocalServers.Shared.class, OperatorOnExisting.Shared.class})
class ExistingKafkaIT {
  @Test
  void createsMissingTopics(LocalServers servers, OperatorOnExisting operator) throws Exception {
    KafkaBroker broker = servers.kafka();
    Brokers.user(broker, "making", List.of(Brokers.topics("made", "All")));
    PipelineOnExisting pipeline =
        Brokers.on(
                operator,
                "making",
                "right",
                broker.bootstrapServers(),
                "",
                "{name: made, partitions: 4, retention: 3d}")
            .apply();

    pipeline.expect("KafkaReady", "Ready", "topics are ready");

    try (Admin admin = Admin.create(broker.adminConfig())) {
      assertThat(Brokers.partitions(admin, "made")).isEqualTo(4);
      assertThat(Brokers.partitions(admin, "made-dlt")).isEqualTo(1);
      assertThat(Brokers.settings(admin, "made"))
          .containsEntry("retention.ms", "259200000")
          .containsEntry("cleanup.policy", "delete")
          .containsEntry("max.message.bytes", "1048588");
    }
    pipeline.delete();
  }

  @Test
  void addsPartitionsToATopic(LocalServers servers, OperatorOnExisting operator) throws Exception {
    KafkaBroker broker = servers.kafka();
    Brokers.user(broker, "growing", List.of(Brokers.topics("grown", "All")));
    Brokers.topic(broker, "grown", 2, Map.of("retention.ms", "-1"));
    PipelineOnExisting pipeline =
        Brokers.on(
                operator,
                "growing",
                "right",
                broker.bootstrapServers(),
                "",
                "{name: grown, partitions: 3}")
            .apply();

    pipeline.expect("KafkaReady", "Ready", "topics are ready");

    try (Admin admin = Admin.create(broker.adminConfig())) {
      assertThat(Brokers.partitions(admin, "grown")).isEqualTo(3);
      assertThat(Brokers.settings(admin, "grown")).containsEntry("retention.ms", "-1");
    }
    pipeline.delete();
  }

  @Test
  void reportsATopicThatDiffersAndLeavesIt(LocalServers servers, OperatorOnExisting operator)
      throws Exception {
    KafkaBroker broker = servers.kafka();
    Brokers.user(broker, "differing", List.of(Brokers.topics("differs", "All")));
    Map<String, String> theirs =
        Map.of("cleanup.policy", "compact", "retention.ms", "3600000", "max.message.bytes", "1000");
    Brokers.topic(broker, "differs", 9, theirs);
    PipelineOnExisting pipeline =
        Brokers.on(
                operator,
                "differing",
                "right",
                broker.bootstrapServers(),
                "",
                "{name: differs, partitions: 3}")
            .apply();

    pipeline.expect(
        "KafkaReady",
        "TopicConfigDrift",
        "topic differs has 9 partitions, the spec 3 \\(Kafka cannot remove any\\); it has"
            + " cleanup.policy=compact, which drops changes: set it to delete; it has"
            + " max.message.bytes=1000, less than spec.changefeed.maxMessageBytes needs"
            + " \\(1048588\\); it has retention.ms=3600000, less than the spec's 604800000");

    assertThat(pipeline.condition("KafkaReady")).containsEntry("status", "True");
    try (Admin admin = Admin.create(broker.adminConfig())) {
      assertThat(Brokers.partitions(admin, "differs")).isEqualTo(9);
      assertThat(Brokers.settings(admin, "differs")).containsAllEntriesOf(theirs);
    }
    pipeline.delete();
  }

  @Test
  void connectsWithTheRightCaAndCertificate(LocalServers servers, OperatorOnExisting operator)
      throws Exception {
    KafkaBroker broker = servers.tlsKafka();
    Brokers.user(broker, "trusted", List.of(Brokers.topics("trusted", "All")));
    Certificates right = servers.kafkaCertificates();
    PipelineOnExisting pipeline =
        Brokers.on(
                operator,
                "trusted",
                "right",
                broker.bootstrapServers(),
                Brokers.TLS,
                "{name: trusted}")
            .secret("ca", Brokers.authority(right))
            .secret("client", Brokers.client(right))
            .apply();

    pipeline.expect("KafkaReady", "Ready", "topics are ready");

    try (Admin admin = Admin.create(broker.adminConfig())) {
      assertThat(Brokers.partitions(admin, "trusted")).isEqualTo(6);
    }
    pipeline.delete();
  }

  @Test
  void noticesAPermissionGrantedLater(LocalServers servers, OperatorOnExisting operator) {
    KafkaBroker broker = servers.kafka();
    Brokers.user(broker, "late", List.of());
    PipelineOnExisting pipeline =
        Brokers.on(operator, "late", "right", broker.bootstrapServers(), "", "{name: late}")
            .apply();
    pipeline.expect("KafkaReady", "AuthorizationFailed", ".*grant Create.*");

    Brokers.user(broker, "late", List.of(Brokers.topics("late", "All")));

    pipeline.expect("KafkaReady", "Ready", "topics are ready");
    pipeline.delete();
  }
}
