package io.cdcpipeline.operator.status;

import java.time.Duration;
import java.util.Locale;

/** The hops of a change from the database to its document, in data-flow order. */
public enum Hop {
  DATABASE(Duration.ZERO, ""),
  CHANGEFEED(Duration.ZERO, ""),
  /** TiCDC's watermarks arrive every few seconds, and what is committed is read every 30. */
  KAFKA(
      Duration.ofSeconds(60),
      "TiCDC reports progress, but its watermarks do not reach the topic; check the brokers"),
  CONSUMER(
      Duration.ofSeconds(60),
      "records wait in the topic, but no consumer commits any; check the consumers' logs"),
  /** Heartbeats are 30 s apart, and shipped and searched within seconds. */
  SEARCH(
      Duration.ofSeconds(90),
      "no heartbeat of the consumers is found; check the log of what ships them, Filebeat or the"
          + " collector of Loki: its user may be refused, or the disk full");

  private final Duration tolerated;
  private final String advice;

  Hop(Duration tolerated, String advice) {
    this.tolerated = tolerated;
    this.advice = advice;
  }

  /** How far it may be behind the hop before it without anything being wrong. */
  Duration tolerated() {
    return tolerated;
  }

  /** What is seen when it stalls, and where to look. */
  String advice() {
    return advice;
  }

  /** As in the status and in metrics. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
