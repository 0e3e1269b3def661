package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.endpoint.DesiredTopic;
import io.cdcpipeline.operator.endpoint.KafkaAddresses;
import io.cdcpipeline.operator.endpoint.KafkaClientProperties;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.kafka.TopicService.ExistingTopic;
import io.cdcpipeline.operator.pipeline.Credentials;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The pipeline's topics in an existing Kafka: created if absent, and checked periodically. */
final class ExistingKafkaTopics {
  private static final Duration RECHECK_NOT_READY = Duration.ofSeconds(10);

  private final TopicService topics;

  ExistingKafkaTopics(TopicService topics) {
    this.topics = topics;
  }

  StageStatus reconcile(StageContext context) {
    var conflict = TopicConflict.find(context.pipeline(), context.allPipelines().get());
    if (conflict.isPresent()) {
      return StageStatus.of(Reason.NameConflict, conflict.get());
    }
    var endpoint = KafkaEndpoint.forTicdc(context.pipeline());
    // Before they are read for the login: a Secret that changes meanwhile is not yet accepted.
    var credentials = Credentials.of(context, endpoint.login(), endpoint.secrets());
    var client = KafkaClientProperties.of(endpoint, context.secrets());
    var desired =
        List.of(
            DesiredTopic.events(context.pipeline()), DesiredTopic.deadLetters(context.pipeline()));
    var guard = context.guard();
    boolean wasReady = context.wasReady(ConditionType.KAFKA);
    var answer =
        context
            .background()
            .query(
                "kafka-topics",
                List.of(client, desired),
                wasReady ? Credentials.RECHECK_EXISTING : RECHECK_NOT_READY,
                () -> {
                  KafkaAddresses.check(endpoint.bootstrapServers(), guard);
                  return ensure(client, desired);
                });
    if (answer.isPending()) {
      return StageStatus.progressing("checking the topics in " + endpoint.bootstrapServers())
          .asProvisional();
    }
    if (answer.failure() != null) {
      return StageStatus.of(answer.failure());
    }
    credentials.accept();
    var existing = answer.value();
    DesiredTopic.recordReplicationFactor(context.appliedState(), existing.replicationFactor());
    return existing.drift().isEmpty()
        ? StageStatus.ready("topics are ready")
        : StageStatus.of(Reason.TopicConfigDrift, existing.drift());
  }

  /** The replication factor is that of the first topic, the one of events: TiCDC checks it. */
  private ExistingTopic ensure(Map<String, Object> client, List<DesiredTopic> desired) {
    var existing = new ArrayList<ExistingTopic>();
    for (var topic : desired) {
      existing.add(topics.ensure(client, topic));
    }
    var drifts = existing.stream().map(ExistingTopic::drift).filter(d -> !d.isEmpty()).toList();
    return new ExistingTopic(existing.get(0).replicationFactor(), String.join("; ", drifts));
  }
}
