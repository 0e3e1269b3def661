package io.cdcpipeline.consumer.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything that can be set, read from the environment once and checked. */
public record ConsumerSettings(
    String topic,
    Map<String, String> kafka,
    Optional<String> deadLetterTopic,
    Optional<Path> redactFile,
    Optional<String> redactKey,
    List<QualifiedTable> tables,
    int metricsPort,
    int dedupMaxEntries,
    String logLevel) {

  private static final Set<String> LOG_LEVELS =
      Set.of("trace", "debug", "info", "warn", "error", "off");
  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  /** Quoted as in TiDB's table filter, a name may hold dots. */
  private static final Pattern QUOTED = Pattern.compile("`[^`]+`|\"[^\"]+\"");

  private static final Pattern QUALIFIED = Pattern.compile("(" + QUOTED + "|[^.]+)\\.(.+)");

  /** A table whose counters exist, at 0, before its first change. */
  public record QualifiedTable(String database, String table) {}

  public static ConsumerSettings from(Map<String, String> environment) {
    Environment settings = new Environment(environment);
    String topic = topic("KAFKA_TOPIC", settings.required("KAFKA_TOPIC"));
    Map<String, String> kafka = KafkaProperties.from(settings);
    Optional<String> deadLetters = settings.optional("DEAD_LETTER_TOPIC");
    deadLetters.ifPresent(name -> topic("DEAD_LETTER_TOPIC", name));
    if (deadLetters.filter(topic::equals).isPresent()) {
      throw new ConfigException("DEAD_LETTER_TOPIC", "is the topic read; name another one");
    }
    return new ConsumerSettings(
        topic,
        kafka,
        deadLetters,
        settings.file("REDACT_FILE"),
        settings.secret("REDACT_KEY_FILE"),
        tables(settings.optional("TABLES").orElse("")),
        settings.number("METRICS_PORT", 8080, 0, 65535),
        settings.number("DEDUP_MAX_ENTRIES", 500_000, 0, 50_000_000),
        logLevel(environment));
  }

  private static String topic(String setting, String name) {
    if (!TOPIC.matcher(name).matches() || name.equals(".") || name.equals("..")) {
      throw new ConfigException(
          setting, "\"" + name + "\" is no topic name: letters, digits, dots, _ and - are allowed");
    }
    return name;
  }

  /** A pattern names no table: its counters come with the first change. */
  private static List<QualifiedTable> tables(String list) {
    List<QualifiedTable> tables = new ArrayList<>();
    for (String item : list.split(",", -1)) {
      String name = item.strip();
      if (name.isEmpty() || name.chars().anyMatch(c -> "*?[]!/".indexOf(c) >= 0)) {
        continue;
      }
      Matcher parts = QUALIFIED.matcher(name);
      if (!parts.matches()) {
        throw new ConfigException("TABLES", "\"" + name + "\" is not <database>.<table>");
      }
      tables.add(new QualifiedTable(unquoted(parts.group(1)), unquoted(parts.group(2))));
    }
    return List.copyOf(tables);
  }

  private static String unquoted(String name) {
    return QUOTED.matcher(name).matches() ? name.substring(1, name.length() - 1) : name;
  }

  /** Needed before anything else, because the first class of Kafka's makes a logger. */
  public static String logLevel(Map<String, String> environment) {
    String level = new Environment(environment).optional("LOG_LEVEL").orElse("info");
    String lower = level.toLowerCase(Locale.ROOT);
    if (!LOG_LEVELS.contains(lower)) {
      throw new ConfigException(
          "LOG_LEVEL", "\"" + level + "\" is none of trace, debug, info, warn, error, off");
    }
    return lower;
  }

  /** What is set, without secrets, to be logged once. */
  public Map<String, String> printable() {
    Map<String, String> shown = new TreeMap<>();
    kafka.forEach((name, value) -> shown.put(name, KafkaProperties.masked(name, value)));
    shown.put("topic", topic);
    shown.put("deadLetterTopic", deadLetterTopic.orElse("none"));
    shown.put("redactFile", redactFile.map(Path::toString).orElse("none"));
    shown.put("redactKey", redactKey.isEmpty() ? "none" : "***");
    shown.put("tables", tables.toString());
    shown.put("metricsPort", String.valueOf(metricsPort));
    shown.put("dedupMaxEntries", String.valueOf(dedupMaxEntries));
    shown.put("logLevel", logLevel);
    return shown;
  }

  @Override
  public String toString() {
    return printable().toString();
  }
}
