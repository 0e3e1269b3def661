package io.cdcpipeline.local.shipper;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.UUID;

/**
 * Counts events by outcome, with the names and the places of Filebeat's {@code /stats}. As in
 * Filebeat 7.17, requests that Elasticsearch does not answer count as neither.
 */
final class Counters {
  private final String process = UUID.randomUUID().toString();
  private final long startedNanos = System.nanoTime();
  private long published;
  private long acked;
  private long duplicates;
  private long dropped;
  private long failed;

  /** Read from a log. */
  synchronized void published(int events) {
    published += events;
  }

  synchronized void acked() {
    acked++;
  }

  /** The document already existed: counted separately, not sent again. */
  synchronized void duplicate() {
    duplicates++;
  }

  synchronized void dropped() {
    dropped++;
  }

  /** Will be sent again. */
  synchronized void failed(int events) {
    failed += events;
  }

  synchronized String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode info = json.putObject("beat").putObject("info");
    info.put("ephemeral_id", process);
    info.putObject("uptime")
        .put("ms", Duration.ofNanos(System.nanoTime() - startedNanos).toMillis());
    ObjectNode libbeat = json.putObject("libbeat");
    libbeat
        .putObject("output")
        .putObject("events")
        .put("acked", acked)
        .put("duplicates", duplicates)
        .put("dropped", dropped)
        .put("failed", failed);
    libbeat.putObject("pipeline").putObject("events").put("active", 0).put("published", published);
    return json.toString();
  }
}
