package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.ReplayState;
import io.cdcpipeline.operator.api.ReplayStatus;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.RemoteQueries.Answer;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StatusSections;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Ends a replay once the last line of each of its parts is found. */
final class ReplayedLines {
  private static final Duration FRESH_FOR = Duration.ofSeconds(3);

  private ReplayedLines() {}

  /**
   * What the consumer stage reports of the replay, and its end if it has come.
   *
   * @param client for a background thread
   */
  static StatusSections follow(StageContext context, Supplier<? extends EventStore> client) {
    return replay(context)
        .filter(replay -> replay.state() == ReplayState.INDEXING)
        .map(replay -> StatusSections.of(follow(context, replay, client)))
        .orElse(StatusSections.NONE);
  }

  private static Optional<ReplayStatus> replay(StageContext context) {
    return Optional.ofNullable(context.earlierStages().get(ConditionType.CONSUMER))
        .map(stage -> stage.sections().replay());
  }

  private static ReplayStatus follow(
      StageContext context, ReplayStatus replay, Supplier<? extends EventStore> client) {
    var names = context.names();
    var topic = KafkaEndpoint.topic(context.pipeline());
    Answer<Boolean> found =
        context
            .background()
            .query(
                "replayed-lines",
                List.of(replay.nonce(), topic, replay.lastLines()),
                FRESH_FOR,
                () -> client.get().hasRecords(names, topic, replay.lastLines()));
    if (Boolean.TRUE.equals(found.value())) {
      return succeeded(context, replay, replay.message());
    }
    if (found.failure() != null && found.failure().reason() == Reason.AuthorizationFailed) {
      return succeeded(
          context,
          replay,
          "every line is written; whether they are found is unknown: "
              + found.failure().getMessage());
    }
    return replay;
  }

  private static ReplayStatus succeeded(StageContext context, ReplayStatus replay, String message) {
    context
        .events()
        .publish(
            Reason.ReplaySucceeded,
            "replay %d wrote %d lines".formatted(replay.nonce(), replay.lines()));
    var now = context.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    return replay.finished(ReplayState.SUCCEEDED, now.toString(), message);
  }
}
