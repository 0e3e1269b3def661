package io.cdcpipeline.consumer.config;

import io.cdcpipeline.consumer.event.PipelineName;
import io.cdcpipeline.consumer.event.Redaction;
import java.net.InetSocketAddress;
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

/** All settings, read from the environment once and validated. */
public record ConsumerSettings(
    String topic,
    Map<String, String> kafka,
    Optional<String> deadLetterTopic,
    Optional<Path> redactFile,
    Optional<String> redactKey,
    List<QualifiedTable> tables,
    PipelineName pipeline,
    InetSocketAddress metrics,
    int dedupMaxEntries,
    Optional<ReplaySettings> replay,
    String logLevel) {

  /** What {@code --help} prints. */
  public static final String HELP =
      """
      cdc-pipeline-consumer: reads Canal-JSON from a Kafka topic, counts every change once and
      writes one JSON line per event to standard output. Environment variables:

        KAFKA_BOOTSTRAP_SERVERS  required  host:port, comma-separated
        KAFKA_TOPIC              required  the topic to read
        KAFKA_GROUP_ID           required  the consumer group; a new one starts at the earliest
                                 offset
        KAFKA_SECURITY_PROTOCOL  PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL
                                 (default: derived from the settings below)
        KAFKA_SASL_MECHANISM     SCRAM-SHA-512 (default), SCRAM-SHA-256 or PLAIN
        KAFKA_USERNAME           SASL user
        KAFKA_PASSWORD_FILE      file with the user's password, read at each login
        KAFKA_CA_FILE            PEM file with the CA certificates to trust
        KAFKA_CLIENT_*           any property of Kafka's client, with underscores for dots:
                                 KAFKA_CLIENT_MAX_POLL_RECORDS=500
        DEAD_LETTER_TOPIC        topic for records that are not change events
                                 (default: they are only counted and logged)
        REDACT_FILE              YAML or JSON list of
                                 {table: "shop.customers", columns: [email], method: drop|mask|hash}
        REDACT_KEY_FILE          file with the key for method hash
        TABLES                   tables whose counters start at 0: shop.orders,shop.customers
        PIPELINE_NAMESPACE       written into each line as its namespace
        PIPELINE_NAME            written into each line as its pipeline
        METRICS_PORT             port of /metrics, /livez and /readyz; 0 picks a free one
                                 (default: 8080)
        METRICS_HOST             address on which that port listens, as 127.0.0.1 (default: all)
        DEDUP_MAX_ENTRIES        changes above the last watermark kept for deduplication
                                 (default: 500000)
        REPLAY_FROM              replay: write the changes committed from this time on again, then
                                 exit; an RFC 3339 timestamp, or earliest. Joins no group, commits
                                 nothing and sends no dead letters; KAFKA_GROUP_ID
                                 is not needed
        REPLAY_TO                last commit time of the replay (default: its start)
        REPLAY_BOUNDS            times that divide the replay into parts, of which only that of
                                 JOB_COMPLETION_INDEX (default: 0) is written
        REPLAY_TABLES            only these tables, and no heartbeats: shop.orders,shop.customer*
        REPLAY_BYTES_PER_SECOND  how fast a replay writes, at most (default: 1048576)
        REPLAY_ID                letters, digits and dashes that no other replay has: write marks, and
                                 wait for POST /replay/found/<mark>/<proof> to say that they have
                                 arrived, also before the end (default: nobody is waited for)
        REPLAY_WINDOW_BYTES      how much may be written after the last mark that has arrived
                                 (default: 8388608)
        REPLAY_RESULT_FILE       file for the result of the replay, as JSON
        LOG_LEVEL                trace, debug, info, warn, error or off; the log goes to stderr
                                 (default: info)

      Exit codes: 0 or 143 stopped (of a replay, 0: done), 70 failure, 73 dead-letter topic cannot be written,
      74 standard output cannot be written, 77 an ACL of Kafka is missing, 78 invalid setting. A
      refused login or certificate is retried, with the files as they are then.
      """;

  private static final Set<String> LOG_LEVELS =
      Set.of("trace", "debug", "info", "warn", "error", "off");
  private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  /** Quoted as in TiDB's table filter, where a name may contain dots. */
  private static final Pattern QUOTED = Pattern.compile("`[^`]+`|\"[^\"]+\"");

  private static final Pattern QUALIFIED = Pattern.compile("(" + QUOTED + "|[^.]+)\\.(.+)");

  /** A table whose counters are exported, at 0, before its first change. */
  public record QualifiedTable(String database, String table) {}

  /** The settings of this process; throws {@link ConfigException} for the first invalid one. */
  public static ConsumerSettings fromEnvironment() {
    return from(System.getenv());
  }

  public static ConsumerSettings from(Map<String, String> environment) {
    Environment settings = new Environment(environment);
    String topic = topic("KAFKA_TOPIC", settings.required("KAFKA_TOPIC"));
    Optional<ReplaySettings> replay = ReplaySettings.from(settings);
    Map<String, String> kafka = KafkaProperties.from(settings, replay.isPresent());
    Optional<String> deadLetters = settings.optional("DEAD_LETTER_TOPIC");
    deadLetters.ifPresent(name -> topic("DEAD_LETTER_TOPIC", name));
    if (deadLetters.filter(topic::equals).isPresent()) {
      throw new ConfigException(
          "DEAD_LETTER_TOPIC", "is the same as KAFKA_TOPIC; name another topic");
    }
    return new ConsumerSettings(
        topic,
        kafka,
        deadLetters,
        settings.file("REDACT_FILE"),
        settings.secret("REDACT_KEY_FILE"),
        tables(settings.optional("TABLES").orElse("")),
        new PipelineName(
            settings.optional("PIPELINE_NAMESPACE"), settings.optional("PIPELINE_NAME")),
        metrics(settings),
        settings.number("DEDUP_MAX_ENTRIES", 500_000, 0, 50_000_000),
        replay,
        logLevel(environment));
  }

  private static InetSocketAddress metrics(Environment settings) {
    int port = settings.number("METRICS_PORT", 8080, 0, 65535);
    Optional<String> host = settings.optional("METRICS_HOST");
    if (host.isEmpty()) {
      return new InetSocketAddress(port);
    }
    InetSocketAddress address = new InetSocketAddress(host.get(), port);
    if (address.isUnresolved()) {
      throw new ConfigException(
          "METRICS_HOST", "\"" + host.get() + "\" is not an address of this machine");
    }
    return address;
  }

  private static String topic(String setting, String name) {
    if (!TOPIC.matcher(name).matches() || name.equals(".") || name.equals("..")) {
      throw new ConfigException(
          setting,
          "\"" + name + "\" is not a topic name: letters, digits, dots, _ and - are allowed");
    }
    return name;
  }

  /** Ignores patterns: the counters of their tables appear with the first change. */
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

  /** Read before all other settings, because loading the first Kafka class creates a logger. */
  public static String logLevelFromEnvironment() {
    return logLevel(System.getenv());
  }

  private static String logLevel(Map<String, String> environment) {
    String level = new Environment(environment).optional("LOG_LEVEL").orElse("info");
    String lower = level.toLowerCase(Locale.ROOT);
    if (!LOG_LEVELS.contains(lower)) {
      throw new ConfigException(
          "LOG_LEVEL", "\"" + level + "\" is not one of trace, debug, info, warn, error, off");
    }
    return lower;
  }

  /** Client properties for the producer of dead letters no larger than this many bytes. */
  public Map<String, Object> producerProperties(int maxValueBytes) {
    return KafkaProperties.producer(kafka, maxValueBytes);
  }

  /** Reads the rules in REDACT_FILE; {@link Redaction#NONE} when it is not set. */
  public Redaction redaction() {
    Redaction redaction = redactFile.map(RedactionFile::read).orElse(Redaction.NONE);
    if (redaction.hashes() && redactKey.isEmpty()) {
      throw new ConfigException(
          "REDACT_KEY_FILE", "is required, because a rule in REDACT_FILE has method hash");
    }
    return redaction;
  }

  /** All settings with secrets masked, to be logged once. */
  public Map<String, String> printable() {
    Map<String, String> shown = new TreeMap<>();
    kafka.forEach((name, value) -> shown.put(name, KafkaProperties.masked(name, value)));
    shown.put("topic", topic);
    shown.put("deadLetterTopic", deadLetterTopic.orElse("none"));
    shown.put("redactFile", redactFile.map(Path::toString).orElse("none"));
    shown.put("redactKey", redactKey.isEmpty() ? "none" : "***");
    shown.put("tables", tables.toString());
    shown.put("pipelineNamespace", pipeline.namespace().orElse("none"));
    shown.put("pipelineName", pipeline.name().orElse("none"));
    shown.put("metrics", metrics.toString());
    shown.put("dedupMaxEntries", String.valueOf(dedupMaxEntries));
    shown.put("replay", replay.map(ReplaySettings::toString).orElse("none"));
    shown.put("logLevel", logLevel);
    return shown;
  }

  @Override
  public String toString() {
    return printable().toString();
  }
}
