package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.ReplayState;
import io.cdcpipeline.operator.api.ReplayStatus;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.RemoteQueries.Answer;
import io.cdcpipeline.operator.search.ReplayConfirmation.Waiting;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StatusSections;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Follows the lines of a replay: it writes on as they are found. One of an older consumer, which
 * does not wait for that, ends once the last line of each of its parts is found.
 */
final class ReplayedLines {
  private static final Duration FRESH_FOR = Duration.ofSeconds(3);
  private static final Duration CONFIRMED_FOR = Duration.ofSeconds(1);

  /** A wait for Filebeat's next look at its files is not worth a word. */
  private static final Duration WORTH_SAYING = Duration.ofSeconds(30);

  private final ReplayPods pods;

  ReplayedLines(ReplayPods pods) {
    this.pods = pods;
  }

  /**
   * What the consumer stage reports of the replay, and what it waits for or its end.
   *
   * @param ready whether the store is, as far as is known
   * @param client for a background thread
   */
  StatusSections follow(
      StageContext context, boolean ready, Supplier<? extends EventStore> client) {
    var replay = replay(context);
    if (replay.isEmpty()) {
      return StatusSections.NONE;
    }
    return switch (replay.get().state()) {
      case RUNNING -> StatusSections.of(confirm(context, replay.get(), client));
      case INDEXING ->
          ready ? StatusSections.of(find(context, replay.get(), client)) : StatusSections.NONE;
      default -> StatusSections.NONE;
    };
  }

  private ReplayStatus confirm(
      StageContext context, ReplayStatus replay, Supplier<? extends EventStore> client) {
    var confirmation =
        new ReplayConfirmation(
            pods,
            context.namespaceReader(),
            context.names(),
            KafkaEndpoint.topic(context.pipeline()),
            Instant.parse(replay.startedAt()),
            client);
    Answer<Waiting> answer =
        context
            .background()
            .query(
                "replay-marks",
                List.of(replay.nonce(), confirmation.topic()),
                CONFIRMED_FOR,
                confirmation::run);
    var waiting = answer.value() == null ? Waiting.NONE : answer.value();
    var from = context.clock().instant().minus(WORTH_SAYING);
    return waiting.since() == null || waiting.since().isAfter(from)
        ? replay
        : replay.withMessage(text(context, waiting, replay.message()));
  }

  private static String text(StageContext context, Waiting waiting, String before) {
    boolean loki = context.spec().search().loki() != null;
    var unshipped = loki ? "the log collector" : "Filebeat";
    return "waiting since %s until what it has written is found in %s: %s%s"
        .formatted(
            waiting.since(),
            loki ? "Loki" : "Elasticsearch",
            waiting.problem().isEmpty()
                ? unshipped + " has not delivered it yet"
                : waiting.problem(),
            before == null ? "" : "; " + before);
  }

  private static Optional<ReplayStatus> replay(StageContext context) {
    return Optional.ofNullable(context.earlierStages().get(ConditionType.CONSUMER))
        .map(stage -> stage.sections().replay());
  }

  private static ReplayStatus find(
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
