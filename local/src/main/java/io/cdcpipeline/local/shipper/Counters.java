package io.cdcpipeline.local.shipper;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Counts events by outcome, named as in Filebeat's {@code /stats}. */
final class Counters {
  private long acked;
  private long duplicates;
  private long dropped;
  private long failed;

  void acked() {
    acked++;
  }

  /** The document already existed: counted separately, not sent again. */
  void duplicate() {
    duplicates++;
  }

  void dropped() {
    dropped++;
  }

  /** Will be sent again. */
  void failed(int events) {
    failed += events;
  }

  String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("libbeat")
        .putObject("output")
        .putObject("events")
        .put("acked", acked)
        .put("duplicates", duplicates)
        .put("dropped", dropped)
        .put("failed", failed);
    return json.toString();
  }
}
