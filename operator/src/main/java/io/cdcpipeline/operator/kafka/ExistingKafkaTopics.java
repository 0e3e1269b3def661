package io.cdcpipeline.operator.kafka;

import io.cdcpipeline.operator.StageContext;
import io.cdcpipeline.operator.StageStatus;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The pipeline's topics in a Kafka that exists: checked now and then, created where absent. */
final class ExistingKafkaTopics {
  private static final Duration HEALTHY = Duration.ofMinutes(2);
  private static final Duration BROKEN = Duration.ofSeconds(10);

  private final KafkaAdmin kafka;

  ExistingKafkaTopics(KafkaAdmin kafka) {
    this.kafka = kafka;
  }

  StageStatus reconcile(StageContext context) {
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
      return StageStatus.progressing("looking at the topics in " + access.bootstrapServers());
    }
    if (answer.failure() != null) {
      return KafkaTrouble.status(answer.failure(), access.bootstrapServers());
    }
    return answer.value().isEmpty()
        ? StageStatus.ready("topics are there")
        : StageStatus.of(Reason.TopicDiffers, answer.value());
  }

  private String ensure(Map<String, Object> client, List<TopicWish> topics) throws Exception {
    var differences = new ArrayList<String>();
    for (var topic : topics) {
      differences.add(kafka.ensure(client, topic));
    }
    differences.removeIf(String::isEmpty);
    return String.join("; ", differences);
  }
}
