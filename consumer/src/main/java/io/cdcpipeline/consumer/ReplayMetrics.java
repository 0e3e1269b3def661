package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.config.ConfigException;
import io.cdcpipeline.management.Commands;
import io.cdcpipeline.management.ManagementServer;
import io.cdcpipeline.management.Metrics;
import io.cdcpipeline.management.Probe;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a replay has come, in Prometheus' text format, for the operator and for people. One
 * thread sets it, others read it.
 */
final class ReplayMetrics implements Metrics {
  private static final Logger log = LoggerFactory.getLogger(ReplayMetrics.class);
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Optional<ReplayWindow> window;
  private volatile Position position = new Position(0, List.of());

  /**
   * At the beginning.
   *
   * @param window receives what is reported as found; empty if nobody reports
   */
  ReplayMetrics(Optional<ReplayWindow> window) {
    this.window = window;
  }

  /**
   * A partition of the topic, in offsets.
   *
   * @param next the one that is read next
   * @param end the first one that is not read
   */
  record Partition(int partition, long begin, long next, long end) {}

  /**
   * The whole replay, or one part of it.
   *
   * @param lines written so far, heartbeats apart
   */
  record Position(long lines, List<Partition> partitions) {}

  void at(Position now) {
    position = now;
  }

  /**
   * Serves until the process ends. A port that is taken is no reason to replay nothing.
   *
   * @throws ConfigException if it is, but reports are waited for
   */
  void serve(InetSocketAddress address) {
    try {
      Probe well = new Probe(() -> true, "");
      ManagementServer server =
          new ManagementServer(
              address,
              well,
              well,
              this,
              window.isPresent() ? window.get() : Commands.NONE,
              failure -> log.error("A scrape failed", failure));
      log.atInfo().addKeyValue("port", server.port()).log("Serving /metrics");
    } catch (IOException e) {
      if (window.isPresent()) {
        throw new ConfigException(
            "METRICS_PORT",
            "cannot listen on %s, where REPLAY_ID lets it wait for reports: %s"
                .formatted(address, e.getMessage()));
      }
      log.warn("No /metrics of this replay: cannot listen on {}: {}", address, e.getMessage());
    }
  }

  @Override
  public Exposition scrape(String accept) {
    Position now = position;
    StringBuilder text = new StringBuilder(256);
    value(text, "cdc_replay_lines", "Lines written so far, heartbeats apart.", now.lines());
    partitions(
        text, "cdc_replay_begin_offset", "First offset of the replay.", now, Partition::begin);
    partitions(text, "cdc_replay_next_offset", "Offset that is read next.", now, Partition::next);
    partitions(text, "cdc_replay_end_offset", "Where the replay ends.", now, Partition::end);
    window.ifPresent(w -> marks(text, w.state()));
    return new Exposition(CONTENT_TYPE, text.toString());
  }

  private static void marks(StringBuilder text, ReplayWindow.State now) {
    value(text, "cdc_replay_marks_written", "Marks among the lines so far.", now.marksWritten());
    value(text, "cdc_replay_marks_found", "Of these, those that have arrived.", now.marksFound());
    value(
        text,
        "cdc_replay_waiting_since_seconds",
        "Since when it waits for marks to arrive, as a Unix time; 0 if it does not.",
        now.waitingSince());
  }

  private static void value(StringBuilder text, String name, String help, long value) {
    family(text, name, help);
    text.append(name).append(' ').append(value).append('\n');
  }

  private static void family(StringBuilder text, String name, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(" gauge\n");
  }

  private static void partitions(
      StringBuilder text, String name, String help, Position now, ToLongFunction<Partition> value) {
    family(text, name, help);
    for (Partition partition : now.partitions()) {
      text.append(name).append("{partition=\"").append(partition.partition()).append("\"} ");
      text.append(value.applyAsLong(partition)).append('\n');
    }
  }
}
