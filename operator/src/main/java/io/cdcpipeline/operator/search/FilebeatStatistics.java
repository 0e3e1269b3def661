package io.cdcpipeline.operator.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What a Filebeat counts since its start, of {@code GET /stats} (seen with 7.17.29; {@code
 * queue.filled} since 8.14). With a queue on disk {@code pipeline.events.active} stays 0, because
 * the queue acknowledges what it has written, and {@code output.events.failed} counts neither 503
 * nor a refused connection; so both are derived from what came in and what went out.
 *
 * @param process differs after each start
 * @param published events read from log files
 * @param delivered events that Elasticsearch has, or had already
 * @param dropped events that Elasticsearch rejected for good
 * @param queued events that Filebeat says are in its queue; 0 where it does not say
 */
record FilebeatStatistics(
    String process, Duration uptime, long published, long delivered, long dropped, long queued) {

  static FilebeatStatistics of(JsonNode stats) {
    var info = stats.at("/beat/info");
    var events = stats.at("/libbeat/output/events");
    return new FilebeatStatistics(
        info.path("ephemeral_id").asText(),
        Duration.ofMillis(info.at("/uptime/ms").asLong()),
        stats.at("/libbeat/pipeline/events/published").asLong(),
        events.path("acked").asLong() + events.path("duplicates").asLong(),
        events.path("dropped").asLong(),
        stats.at("/libbeat/pipeline/queue/filled/events").asLong());
  }

  /** What the process had counted when it started. */
  FilebeatStatistics atStart() {
    return new FilebeatStatistics(process, Duration.ZERO, 0, 0, 0, 0);
  }

  /** Events that nobody has accepted or rejected yet. */
  long waiting() {
    return Math.max(queued, published - settled());
  }

  /** Events that are done with, delivered or not. */
  long settled() {
    return delivered + dropped;
  }
}
