package io.cdcpipeline.operator.endpoint;

import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The LogQL of a pipeline's lines. A collector labels what it ships with namespace, pod and
 * container, as those of Grafana do by default; all else is in the JSON of a line.
 */
public record LogQl(ResourceNames names, String topic) {
  /** TSOs of today are below 2^59, where floats are 64 apart. */
  private static final long FLOAT_ERROR = 64;

  private static final String ROW_CHANGES = "op=~`INSERT|UPDATE|DELETE`";

  /** Ends the id of a mark, which is a heartbeat to whoever ships it. */
  private static final String MARK = "/REPLAY\"";

  /** Selects every line of the pipeline's consumers. */
  public String lines() {
    return "{namespace=%s, container=`consumer`}".formatted(text(names.namespace()));
  }

  /** The heartbeats, with the fields that they are searched by and the named ones. */
  public String heartbeats(String... fields) {
    return lines() + " != " + text(MARK) + only("cdc_heartbeat", fields);
  }

  /** The marks of a replay whose ids begin so. */
  public String marks(String id) {
    return lines() + " |= %s |= %s".formatted(text("\"event_id\":\"" + id), text(MARK));
  }

  /** The events, with the fields that they are searched by and the named ones. */
  public String events(String... fields) {
    return lines() + only("cdc_event", fields);
  }

  /** The row changes alone. */
  public String rowChanges(String... fields) {
    var with = Stream.concat(Stream.of("op"), Stream.of(fields)).toArray(String[]::new);
    return events(with) + " | " + ROW_CHANGES;
  }

  /** Parsing a few fields costs less than parsing all, and a row's own cannot hide them. */
  private String only(String type, String... fields) {
    var read =
        Stream.concat(Stream.of("log_type", "pipeline", "topic"), Stream.of(fields))
            .map(field -> field + "=\"" + field + "\"")
            .collect(Collectors.joining(", "));
    return " |= `\"%s\"` | json %s".formatted(type, read)
        + " | log_type=`%s` | pipeline=%s | topic=%s"
            .formatted(type, text(names.pipeline()), text(topic));
  }

  /** The newest watermark of each partition, as a float: its milliseconds are exact. */
  public String newestWatermarks(String range) {
    return "max_over_time(%s | unwrap watermark | __error__=`` [%s]) by (partition)"
        .formatted(heartbeats("partition", "watermark"), range);
  }

  /**
   * How many row changes each partition has that were committed in a window. Copies count too, and
   * TSOs are compared as floats: the window is widened by what they may be off, so there are never
   * too few.
   */
  public String committed(long above, long upTo, String range) {
    return "sum by (partition) (count_over_time(%s | commit_ts > %d | commit_ts <= %d [%s]))"
        .formatted(
            rowChanges("partition", "commit_ts"), above - FLOAT_ERROR, upTo + FLOAT_ERROR, range);
  }

  /** How often a replay has written a record of the topic. */
  public String replayed(int partition, long offset, String range) {
    var replay =
        lines().replace("}", ", pod=~%s}".formatted(text(names.replay() + "-.*")))
            + only("cdc_event", "partition");
    // A word of the language cannot be the name of a label.
    return "sum(count_over_time(%s | json at=\"offset\" | partition=`%d` | at=`%d` [%s]))"
        .formatted(replay, partition, offset, range);
  }

  /** Row changes and DDL by a field, for panels. */
  public String countBy(String field, String range) {
    return "sum by (%1$s) (count_over_time(%2$s [%3$s]))".formatted(field, events(field), range);
  }

  /** Names of objects and topics have no backquote. */
  private static String text(String value) {
    return "`" + value + "`";
  }
}
