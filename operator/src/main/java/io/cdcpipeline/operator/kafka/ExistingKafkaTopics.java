package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.StageContext;
import io.cdcpipeline.operator.StageStatus;
import io.cdcpipeline.operator.kafka.KafkaAdmin.Found;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pipeline's topics in a Kafka that exists: checked now and then, created where absent. */
final class ExistingKafkaTopics {
  private static final Duration HEALTHY = Duration.ofMinutes(2);
  private static final Duration BROKEN = Duration.ofSeconds(10);

  private static final String COPIES = "topic-copies";
  private final KafkaAdmin kafka;

  ExistingKafkaTopics(KafkaAdmin kafka) {
    this.kafka = kafka;
  }

  /** Copies of the topic as it is; empty while nobody has looked. */
  static Optional<Integer> copies(StageContext context) {
    return context.applied().get(COPIES).map(Integer::valueOf);
  }

  StageStatus reconcile(StageContext context) {
    var clash = TopicClash.found(context.pipeline(), context.everyPipeline().get());
    if (clash.isPresent()) {
      return StageStatus.of(Reason.NameConflict, clash.get());
    }
    var access = KafkaAccess.forTicdc(context.pipeline());
    var client = KafkaClientProperties.of(access, context);
    var topics =
        List.of(TopicWish.events(context.pipeline()), TopicWish.deadLetters(context.pipeline()));
    boolean wasReady = context.wasReady(ConditionType.KAFKA);
    var answer =
        context
            .background()
            .ask(
                "kafka-topics",
                List.of(client, topics),
                wasReady ? HEALTHY : BROKEN,
                () -> ensure(client, topics));
    if (answer.pending()) {
      return StageStatus.progressing("looking at the topics in " + access.bootstrapServers())
          .beforeAnswer();
    }
    if (answer.failure() != null) {
      return KafkaTrouble.status(answer.failure(), access.bootstrapServers());
    }
    var found = answer.value();
    context.applied().put(COPIES, String.valueOf(found.copies()));
    return found.differences().isEmpty()
        ? StageStatus.ready("topics are there")
        : StageStatus.of(Reason.TopicDiffers, found.differences());
  }

  /** The first topic is that of the events; how many copies it has is what TiCDC wants to know. */
  private Found ensure(Map<String, Object> client, List<TopicWish> topics) throws Exception {
    var found = new ArrayList<Found>();
    for (var topic : topics) {
      found.add(kafka.ensure(client, topic));
    }
    var differences = found.stream().map(Found::differences).filter(d -> !d.isEmpty()).toList();
    return new Found(found.get(0).copies(), String.join("; ", differences));
  }
}
