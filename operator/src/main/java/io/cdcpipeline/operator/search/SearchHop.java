package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.RemoteQueries.Answer;
import io.cdcpipeline.operator.status.HopReading;
import io.cdcpipeline.operator.status.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How far the heartbeats in Elasticsearch prove that changes have come. */
final class SearchHop {
  private static final Duration FRESH_FOR = Duration.ofSeconds(20);

  private SearchHop() {}

  /** The newest heartbeats. Equal whatever the time: an advance is no reason to reconcile. */
  record Newest(Map<Integer, Instant> ofPartitions) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Newest that
          && ofPartitions.keySet().equals(that.ofPartitions.keySet());
    }

    @Override
    public int hashCode() {
      return ofPartitions.keySet().hashCode();
    }

    HopReading reading(Instant at) {
      var oldest = ofPartitions.values().stream().min(Comparator.naturalOrder());
      return new HopReading(oldest.orElse(null), ofPartitions.size(), at);
    }

    /** Up to when that many partitions have heartbeats; empty while some have none. */
    Optional<Instant> all(int partitions) {
      return ofPartitions.values().stream()
          .sorted(Comparator.reverseOrder())
          .skip(partitions - 1L)
          .findFirst();
    }
  }

  /**
   * What the last search found; a new one runs in the background now and then.
   *
   * @param access how it is reached: with another one, what was found before is not an answer
   */
  static Answer<Newest> search(
      StageContext context, Object access, Supplier<? extends EventStore> client) {
    var names = context.names();
    var topic = KafkaEndpoint.topic(context.pipeline());
    int partitions = context.spec().kafka().topic().partitions();
    var queries = context.background();
    return queries.query(
        "heartbeats",
        List.of(topic, access),
        queries.forLoad(FRESH_FOR),
        () -> {
          EventStore store = client.get();
          var recent = store.newestHeartbeats(names, topic, true);
          return new Newest(
              recent.size() >= partitions ? recent : store.newestHeartbeats(names, topic, false));
        });
  }

  static HopReading reading(Answer<Newest> answer) {
    if (answer.value() != null) {
      return answer.value().reading(answer.at());
    }
    boolean forbidden =
        answer.failure() != null && answer.failure().reason() == Reason.AuthorizationFailed;
    return forbidden ? HopReading.unknown(answer.at()) : HopReading.SILENT;
  }
}
