package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.config.ConfigException;
import io.cdcpipeline.consumer.config.ConsumerSettings;
import io.cdcpipeline.consumer.config.KafkaErrors;
import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.event.Digests;
import io.cdcpipeline.consumer.event.Redaction;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.consumer.metrics.KafkaClientMetrics;
import io.cdcpipeline.consumer.metrics.RuntimeMetrics;
import io.cdcpipeline.consumer.output.DeadLetterLog;
import io.cdcpipeline.consumer.output.DeadLetterTopic;
import io.cdcpipeline.consumer.output.DeadLetters;
import io.cdcpipeline.consumer.output.LineWriter;
import io.cdcpipeline.consumer.output.StandardOutput;
import io.cdcpipeline.management.ManagementServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the parts together, starts them and maps the way they end to an exit code. */
public final class ConsumerMain {
  // Numbers from BSD's sysexits.h.
  static final int EXIT_FAILURE = 70;
  static final int EXIT_DEAD_LETTER_FAILURE = 73;
  static final int EXIT_OUTPUT_FAILURE = 74;
  static final int EXIT_ACCESS_DENIED = 77;
  static final int EXIT_INVALID_SETTING = 78;

  /** After SIGTERM the process must be gone within 10 s, whatever is blocked. */
  private static final long STOP_TIMEOUT_SECONDS = 9;

  private ConsumerMain() {}

  public static void main(String[] args) {
    if (args.length > 0) {
      System.exit(runCommand(args[0]));
    }
    CountDownLatch ended = new CountDownLatch(1);
    int status = EXIT_FAILURE;
    try {
      status = run(ended);
    } finally {
      ended.countDown();
      if (status != 0) {
        System.exit(status);
      }
    }
  }

  private static int runCommand(String argument) {
    switch (argument) {
      case "--help", "-h" -> System.out.print(ConsumerSettings.HELP);
      default -> {
        System.err.println(argument + ": unknown argument; --help lists the settings");
        return EXIT_INVALID_SETTING;
      }
    }
    return 0;
  }

  private static int run(CountDownLatch ended) {
    OutputStream lines = StandardOutput.claim();
    try {
      LoggingSetup.configure(ConsumerSettings.logLevelFromEnvironment());
      ConsumerSettings settings = ConsumerSettings.fromEnvironment();
      if (settings.replay().isEmpty()) {
        consume(settings, lines, ended);
        return 0;
      }
      boolean done =
          Replay.run(
              settings,
              lines,
              stop -> stopOnSignal(stop, ended),
              () -> Runtime.getRuntime().halt(EXIT_FAILURE)); // exit would wait for what hangs
      return done ? 0 : EXIT_FAILURE;
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      return EXIT_INVALID_SETTING;
    } catch (RuntimeException | Error e) {
      Throwable cause = rootFailure(e);
      int code = exitCode(cause);
      LoggerFactory.getLogger(ConsumerMain.class)
          .atError()
          .addKeyValue("exitCode", code)
          .setCause(code == EXIT_FAILURE ? e : null)
          .log(KafkaErrors.aboutConnection(cause));
      return code;
    }
  }

  /** The failure that decides the exit code: Kafka wraps what a rebalance listener throws. */
  static Throwable rootFailure(Throwable failure) {
    return KafkaErrors.causes(failure)
        .filter(cause -> exitCode(cause) != EXIT_FAILURE)
        .findFirst()
        .orElse(failure);
  }

  static int exitCode(Throwable failure) {
    if (failure instanceof LineWriter.OutputException) {
      return EXIT_OUTPUT_FAILURE;
    }
    if (failure instanceof DeadLetters.DeadLetterException) {
      return EXIT_DEAD_LETTER_FAILURE;
    }
    return failure instanceof AuthorizationException ? EXIT_ACCESS_DENIED : EXIT_FAILURE;
  }

  private static void consume(
      ConsumerSettings settings, OutputStream output, CountDownLatch ended) {
    Logger log = LoggerFactory.getLogger(ConsumerMain.class);
    Redaction redaction = settings.redaction();
    Digests digests = Digests.withKey(settings.redactKey().orElse(""));
    var budget = new Deduplicator.Budget(settings.dedupMaxEntries());
    ConsumerMetrics metrics = new ConsumerMetrics(budget);
    settings.tables().forEach(table -> metrics.table(table.database(), table.table()));
    long heapBytes = Runtime.getRuntime().maxMemory();
    PollBudget pollBudget = new PollBudget(heapBytes);
    // First, because an invalid setting found here must be the only line on stderr.
    Consumer<ByteBuffer, ByteBuffer> consumer = EventConsumer.connect(settings, pollBudget);
    PrometheusRegistry registry = new PrometheusRegistry();
    registry.register(metrics);
    HealthState health = new HealthState(Time.SYSTEM);
    ManagementServer server = new ConsumerEndpoints(registry).serve(settings.metrics(), health);
    settings.printable().forEach((name, value) -> log.info("setting {}={}", name, value));
    log.atInfo().addKeyValue("port", server.port()).log("Serving /metrics, /livez, /readyz");

    RefusedLogins logins = new RefusedLogins(health, Time.SYSTEM);
    DeadLetters deadLetters =
        new DeadLetterLog(
            deadLetters(settings, redaction, digests, logins), Time.SYSTEM.nanoTime());
    LineWriter writer = new LineWriter(output, metrics, Time.SYSTEM.nanoTime());
    writer.start();
    int maxValueBytes = MemoryLimits.maxValueBytes(heapBytes);
    var parts =
        new LoopParts(
            settings.topic(),
            settings.pipeline(),
            new RecordProcessor(
                redaction, digests, deadLetters, metrics, maxValueBytes, Selection.EVERYTHING),
            writer,
            deadLetters,
            metrics,
            budget,
            pollBudget,
            health,
            logins,
            LeaderEpochs.withAdmin(settings.kafka()),
            Time.SYSTEM);
    EventConsumer events =
        new EventConsumer(
            consumer,
            () -> EventConsumer.connect(settings, pollBudget),
            () -> EventConsumer.connectCareful(settings, pollBudget),
            parts,
            new OversizedRecords(() -> EventConsumer.connectAlone(settings), parts, maxValueBytes));
    stopOnSignal(events::stop, ended);
    registerSlowMetrics(registry, events);
    try (deadLetters) {
      events.run();
    } catch (RuntimeException | Error e) {
      KafkaErrors.failIfNoTemporaryDirectory(e);
      if (!health.wasAssigned()) {
        KafkaErrors.failIfListenerSpeaksTls(e, settings.kafka());
      }
      throw e;
    }
    server.close();
  }

  private static DeadLetters deadLetters(
      ConsumerSettings settings, Redaction redaction, Digests digests, RefusedLogins logins) {
    if (settings.deadLetterTopic().isEmpty()) {
      return new DeadLetters.Discarding();
    }
    return new DeadLetterTopic(
        settings.deadLetterTopic().get(),
        !redaction.isEmpty(),
        digests,
        Time.SYSTEM.nanoTime(),
        () ->
            new KafkaProducer<>(
                settings.producerProperties(DeadLetterTopic.MAX_VALUE_BYTES),
                new ByteArraySerializer(),
                new ByteArraySerializer()),
        logins::refused);
  }

  private static void stopOnSignal(Runnable stop, CountDownLatch ended) {
    Thread hook =
        new Thread(
            () -> {
              stop.run();
              try {
                if (!ended.await(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                  System.err.println(
                      "Shutdown timed out; uncommitted lines will be written again after a"
                          + " restart");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** On a thread of its own: setting these up takes 0.1 s, which would delay the first events. */
  private static void registerSlowMetrics(PrometheusRegistry registry, EventConsumer events) {
    Thread thread =
        new Thread(
            () -> {
              registry.register(new KafkaClientMetrics(events::clientMetrics));
              RuntimeMetrics.register(registry);
            },
            "metrics-setup");
    thread.setDaemon(true);
    thread.start();
  }
}
