package io.cdcpipeline.testkit.ticdc;

import java.time.Clock;
import java.util.List;
import java.util.Locale;

/** The metrics of TiCDC's owner that dashboards and alerts use. */
final class MetricsText {
  private static final List<String> STATES =
      List.of("normal", "pending", "failed", "stopped", "finished", "removed", "warning");

  private MetricsText() {}

  static Answer of(Architecture architecture, List<StoredChangefeed> feeds, Clock clock) {
    String scope = architecture == Architecture.NEW ? "keyspace_name" : "namespace";
    StringBuilder text = new StringBuilder();
    gauge(text, "ticdc_owner_status");
    for (StoredChangefeed feed : feeds) {
      line(text, "ticdc_owner_status", scope, feed.id, STATES.indexOf(feed.state));
    }
    gauge(text, "ticdc_owner_checkpoint_ts");
    for (StoredChangefeed feed : feeds) {
      line(text, "ticdc_owner_checkpoint_ts", scope, feed.id, Tso.millis(feed.checkpointTs));
    }
    gauge(text, "ticdc_owner_checkpoint_ts_lag");
    for (StoredChangefeed feed : feeds) {
      if (feed.running()) {
        double lag = (clock.millis() - Tso.millis(feed.checkpointTs)) / 1000.0;
        line(text, "ticdc_owner_checkpoint_ts_lag", scope, feed.id, lag);
      }
    }
    return new Answer(200, "text/plain; version=0.0.4; charset=utf-8", text.toString());
  }

  private static void gauge(StringBuilder text, String name) {
    text.append("# TYPE ").append(name).append(" gauge\n");
  }

  private static void line(StringBuilder text, String name, String scope, String id, Number value) {
    text.append(
        String.format(
            Locale.ROOT, "%s{%s=\"default\",changefeed=\"%s\"} %s\n", name, scope, id, value));
  }
}
