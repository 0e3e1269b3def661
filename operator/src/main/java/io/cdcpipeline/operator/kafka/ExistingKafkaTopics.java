package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.endpoint.DesiredTopic;
import io.cdcpipeline.operator.endpoint.KafkaClientProperties;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.kafka.TopicService.Found;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pipeline's topics in a Kafka that exists: checked now and then, created where absent. */
public final class ExistingKafkaTopics {
  private static final Duration HEALTHY = Duration.ofMinutes(2);
  private static final Duration BROKEN = Duration.ofSeconds(10);

  private static final String COPIES = "topic-copies";
  private final TopicService kafka;

  ExistingKafkaTopics(TopicService kafka) {
    this.kafka = kafka;
  }

  /** Copies of the topic as it is; empty while nobody has looked. */
  public static Optional<Integer> replicationFactor(StageContext context) {
    return context.appliedState().get(COPIES).map(Integer::valueOf);
  }

  StageStatus reconcile(StageContext context) {
    var clash = TopicConflict.found(context.pipeline(), context.everyPipeline().get());
    if (clash.isPresent()) {
      return StageStatus.of(Reason.NameConflict, clash.get());
    }
    var access = KafkaEndpoint.forTicdc(context.pipeline());
    var client = KafkaClientProperties.of(access, context);
    var topics =
        List.of(
            DesiredTopic.events(context.pipeline()), DesiredTopic.deadLetters(context.pipeline()));
    boolean wasReady = context.wasReady(ConditionType.KAFKA);
    var answer =
        context
            .background()
            .query(
                "kafka-topics",
                List.of(client, topics),
                wasReady ? HEALTHY : BROKEN,
                () -> ensure(client, topics));
    if (answer.isPending()) {
      return StageStatus.progressing("looking at the topics in " + access.bootstrapServers())
          .asProvisional();
    }
    if (answer.failure() != null) {
      return KafkaErrors.status(answer.failure(), access.bootstrapServers());
    }
    var found = answer.value();
    context.appliedState().put(COPIES, String.valueOf(found.replicationFactor()));
    return found.differences().isEmpty()
        ? StageStatus.ready("topics are there")
        : StageStatus.of(Reason.TopicConfigDrift, found.differences());
  }

  /** The first topic is that of the events; how many copies it has is what TiCDC wants to know. */
  private Found ensure(Map<String, Object> client, List<DesiredTopic> topics) throws Exception {
    var found = new ArrayList<Found>();
    for (var topic : topics) {
      found.add(kafka.ensure(client, topic));
    }
    var differences = found.stream().map(Found::differences).filter(d -> !d.isEmpty()).toList();
    return new Found(found.get(0).replicationFactor(), String.join("; ", differences));
  }
}
