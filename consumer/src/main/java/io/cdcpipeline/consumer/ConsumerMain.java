package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.config.ConfigException;
import io.cdcpipeline.consumer.config.ConsumerSettings;
import io.cdcpipeline.consumer.config.Help;
import io.cdcpipeline.consumer.config.KafkaErrors;
import io.cdcpipeline.consumer.config.KafkaProperties;
import io.cdcpipeline.consumer.config.RedactionFile;
import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.event.Digests;
import io.cdcpipeline.consumer.event.Redaction;
import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.consumer.metrics.KafkaClientMetrics;
import io.cdcpipeline.consumer.metrics.RuntimeMetrics;
import io.cdcpipeline.consumer.output.DeadLetterLog;
import io.cdcpipeline.consumer.output.DeadLetterTopic;
import io.cdcpipeline.consumer.output.DeadLetters;
import io.cdcpipeline.consumer.output.LineWriter;
import io.cdcpipeline.consumer.output.StandardOutput;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts together, starts them and turns their end into an exit code. */
public final class ConsumerMain {
  static final int FAILED = 70;
  public static final int DEAD_LETTERS_FAILED = 73;
  static final int OUTPUT_FAILED = 74;
  static final int NOT_ALLOWED = 77;
  static final int WRONG_SETTING = 78;

  /** SIGTERM must end us within 10 s, whatever is stuck. */
  private static final long STOP_SECONDS = 9;

  private ConsumerMain() {}

  public static void main(String[] args) {
    if (args.length > 0) {
      System.exit(command(args[0]));
    }
    CountDownLatch ended = new CountDownLatch(1);
    int status = FAILED;
    try {
      status = run(ended);
    } finally {
      ended.countDown();
      if (status != 0) {
        System.exit(status);
      }
    }
  }

  private static int command(String argument) {
    switch (argument) {
      case "--help", "-h" -> System.out.print(Help.TEXT);
      case "--train" -> ClassCacheTraining.run();
      default -> {
        System.err.println(argument + ": unknown argument; --help lists the settings");
        return WRONG_SETTING;
      }
    }
    return 0;
  }

  private static int run(CountDownLatch ended) {
    OutputStream lines = StandardOutput.take();
    try {
      Map<String, String> environment = System.getenv();
      LoggingSetup.start(ConsumerSettings.logLevel(environment));
      ConsumerSettings config = ConsumerSettings.from(environment);
      consume(config, lines, ended);
      return 0;
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      return WRONG_SETTING;
    } catch (RuntimeException | Error e) {
      Throwable reason = reason(e);
      int code = exitCode(reason);
      LoggerFactory.getLogger(ConsumerMain.class)
          .atError()
          .addKeyValue("exitCode", code)
          .setCause(code == FAILED ? e : null)
          .log(KafkaErrors.aboutConnection(reason));
      return code;
    }
  }

  /** What ended us: Kafka wraps what is thrown while it reassigns partitions. */
  static Throwable reason(Throwable failure) {
    return KafkaErrors.causes(failure)
        .filter(cause -> exitCode(cause) != FAILED)
        .findFirst()
        .orElse(failure);
  }

  public static int exitCode(Throwable failure) {
    if (failure instanceof LineWriter.OutputException) {
      return OUTPUT_FAILED;
    }
    if (failure instanceof DeadLetters.DeadLetterException) {
      return DEAD_LETTERS_FAILED;
    }
    boolean refused =
        failure instanceof AuthenticationException || failure instanceof AuthorizationException;
    return refused ? NOT_ALLOWED : FAILED;
  }

  private static void consume(ConsumerSettings config, OutputStream output, CountDownLatch ended) {
    Logger log = LoggerFactory.getLogger(ConsumerMain.class);
    Redaction redaction = config.redactFile().map(RedactionFile::read).orElse(Redaction.NONE);
    if (redaction.hashes() && config.redactKey().isEmpty()) {
      throw new ConfigException(
          "REDACT_KEY_FILE", "is required, because a rule in REDACT_FILE has method hash");
    }
    Digests digests = Digests.withKey(ByteWriter.utf8(config.redactKey().orElse("")));
    var budget = new Deduplicator.Budget(config.dedupMaxEntries());
    ConsumerMetrics metrics = new ConsumerMetrics(budget);
    config.tables().forEach(table -> metrics.table(table.database(), table.table()));
    // First, because it finds wrong settings, of which one line is said and nothing before it.
    Consumer<ByteBuffer, ByteBuffer> consumer = connect(config);
    PrometheusRegistry registry = new PrometheusRegistry();
    registry.register(metrics);
    HealthState vitals = new HealthState();
    ManagementServer server = new ManagementServer(config.metricsPort(), registry, vitals);
    config.printable().forEach((name, value) -> log.info("setting {}={}", name, value));
    log.atInfo().addKeyValue("port", server.port()).log("Serving /metrics, /livez, /readyz");

    DeadLetters deadLetters = new DeadLetterLog(deadLetters(config, redaction, digests));
    LineWriter writer = new LineWriter(output, metrics);
    writer.start();
    ChangeEventLoop loop =
        new ChangeEventLoop(
            consumer,
            config.topic(),
            new RecordProcessor(redaction, digests, deadLetters, metrics),
            writer,
            deadLetters,
            metrics,
            budget,
            vitals);
    stopOnSignal(loop, ended);
    registerSlowMetrics(registry, consumer);
    try {
      loop.run();
    } catch (RuntimeException | OutOfMemoryError e) {
      if (!vitals.wasAssigned()) {
        KafkaErrors.failIfListenerSpeaksTls(e, config.kafka());
      }
      throw e;
    }
    server.close();
  }

  private static DeadLetters deadLetters(
      ConsumerSettings config, Redaction redaction, Digests digests) {
    if (config.deadLetterTopic().isEmpty()) {
      return new DeadLetterLog.Nowhere();
    }
    return new DeadLetterTopic(
        config.deadLetterTopic().get(),
        !redaction.isEmpty(),
        digests,
        () ->
            new KafkaProducer<>(
                KafkaProperties.producer(config.kafka()),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
  }

  public static Consumer<ByteBuffer, ByteBuffer> connect(ConsumerSettings config) {
    Map<String, Object> properties = new HashMap<>(config.kafka());
    try {
      return new KafkaConsumer<>(
          properties, new ByteBufferDeserializer(), new ByteBufferDeserializer());
    } catch (KafkaException e) {
      throw KafkaErrors.aboutSettings(e, config.kafka());
    }
  }

  private static void stopOnSignal(ChangeEventLoop loop, CountDownLatch ended) {
    Thread hook =
        new Thread(
            () -> {
              loop.stop();
              try {
                if (!ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                  System.err.println("Not ended in time; uncommitted lines will be written again");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Beside the first events, because these take a tenth of a second to set up. */
  private static void registerSlowMetrics(
      PrometheusRegistry registry, Consumer<ByteBuffer, ByteBuffer> consumer) {
    Thread thread =
        new Thread(
            () -> {
              registry.register(new KafkaClientMetrics(consumer::metrics));
              RuntimeMetrics.register(registry);
            },
            "metrics-setup");
    thread.setDaemon(true);
    thread.start();
  }
}
