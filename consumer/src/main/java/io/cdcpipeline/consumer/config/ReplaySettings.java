package io.cdcpipeline.consumer.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a replay, or one of its parts, writes again. All times are commit times in epoch
 * milliseconds, and inclusive.
 *
 * @param since where the first part begins; 0 for everything that Kafka still has
 * @param tables empty for all
 * @param bytesPerSecond how fast lines are written, at most
 * @param id of this process, in its marks; empty if nobody looks for marks
 * @param windowBytes how much may be written beyond the last mark that is known to have arrived
 * @param result where the result goes once the replay has ended; empty for nowhere
 */
public record ReplaySettings(
    long since,
    long from,
    long to,
    List<TablePattern> tables,
    int bytesPerSecond,
    Optional<String> id,
    int windowBytes,
    Optional<Path> result) {
  private static final String FROM = "REPLAY_FROM";
  private static final String TO = "REPLAY_TO";
  private static final String BOUNDS = "REPLAY_BOUNDS";

  /** Kubernetes sets it in the pods of an indexed Job. */
  private static final String PART = "JOB_COMPLETION_INDEX";

  private static final String TABLES = "REPLAY_TABLES";
  private static final String RESULT = "REPLAY_RESULT_FILE";
  private static final String EARLIEST = "earliest";
  private static final int NANOS_PER_MILLI = 1_000_000;

  /** Filebeat also ships the lines of the living consumers, which nothing holds back. */
  private static final int DEFAULT_BYTES_PER_SECOND = 1 << 20;

  /**
   * Less than one of the kubelet's files, 10 MiB by default, also with the 45 bytes that the
   * container runtime adds to each line, of 200 bytes at least. The current file and the last
   * rotated one are neither removed nor compressed, however many are kept
   * (container_log_manager.go).
   */
  private static final int DEFAULT_WINDOW_BYTES = 8 << 20;

  private static final int LEAST_WINDOW_BYTES = 64 << 10;
  private static final String ID = "REPLAY_ID";

  /** Empty unless REPLAY_FROM is set. */
  static Optional<ReplaySettings> from(Environment settings) {
    return settings.optional(FROM).map(from -> of(from, settings));
  }

  private static ReplaySettings of(String from, Environment settings) {
    Instant to = settings.optional(TO).map(text -> instant(TO, text)).orElseGet(Instant::now);
    boolean everything = from.equals(EARLIEST);
    Instant begin = everything ? Instant.EPOCH : instant(FROM, from);
    if (begin.isAfter(to)) {
      throw new ConfigException(TO, "\"" + to + "\" is before " + FROM + ", " + begin);
    }
    List<Long> bounds = new ArrayList<>();
    bounds.add(millis(begin));
    bounds(settings).forEach(bound -> bounds.add(millis(bound)));
    bounds.add(to.toEpochMilli() + 1);
    int part = settings.number(PART, 0, 0, bounds.size() - 2);
    return new ReplaySettings(
        bounds.get(0),
        bounds.get(part),
        bounds.get(part + 1) - 1,
        tables(settings.optional(TABLES).orElse("")),
        settings.number("REPLAY_BYTES_PER_SECOND", DEFAULT_BYTES_PER_SECOND, 1024, 1 << 30),
        settings.optional(ID).map(ReplaySettings::id),
        settings.number("REPLAY_WINDOW_BYTES", DEFAULT_WINDOW_BYTES, LEAST_WINDOW_BYTES, 1 << 30),
        settings.optional(RESULT).map(ReplaySettings::writable));
  }

  /** Rounded up: what is committed in the same millisecond, but before, is not included. */
  private static long millis(Instant first) {
    return first.plusNanos(NANOS_PER_MILLI - 1L).toEpochMilli();
  }

  private static List<Instant> bounds(Environment settings) {
    String list = settings.optional(BOUNDS).orElse("");
    return list.isEmpty()
        ? List.of()
        : Stream.of(list.split(",", -1)).map(text -> instant(BOUNDS, text.strip())).toList();
  }

  private static Instant instant(String setting, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      String alternative = setting.equals(FROM) ? ", or " + EARLIEST : "";
      throw new ConfigException(
          setting,
          "\""
              + text
              + "\" is not an RFC 3339 timestamp, such as 2026-01-31T08:00:00Z"
              + alternative);
    }
  }

  private static List<TablePattern> tables(String list) {
    List<TablePattern> tables = new ArrayList<>();
    for (String item : list.split(",", -1)) {
      String name = item.strip();
      if (!name.isEmpty()) {
        tables.add(
            TablePattern.of(name)
                .orElseThrow(
                    () ->
                        new ConfigException(TABLES, "\"" + name + "\" is not <database>.<table>")));
      }
    }
    return List.copyOf(tables);
  }

  private static String id(String text) {
    if (!text.matches("[A-Za-z0-9-]{1,64}")) {
      throw new ConfigException(
          ID, "\"" + text + "\" has to consist of at most 64 letters, digits and dashes");
    }
    return text;
  }

  private static Path writable(String path) {
    try {
      Path file = Path.of(path);
      Path parent = file.toAbsolutePath().getParent();
      if (Files.isWritable(Files.exists(file) ? file : parent)) {
        return file;
      }
    } catch (InvalidPathException e) {
      // reported below
    }
    throw new ConfigException(RESULT, "\"" + path + "\" is not a writable file");
  }

  /** Whether that commit time, in epoch milliseconds, belongs to the replay. */
  public boolean includes(long commitMillis) {
    return from <= commitMillis && commitMillis <= to;
  }

  /** Whether that table belongs to the replay; the names are read only if it depends on them. */
  public boolean includes(Supplier<String> database, Supplier<String> table) {
    return tables.isEmpty()
        || tables.stream().anyMatch(t -> t.matches(database.get(), table.get()));
  }
}
