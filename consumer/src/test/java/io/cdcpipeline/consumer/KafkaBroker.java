package io.cdcpipeline.consumer;

import io.cdcpipeline.testkit.files.TemporaryFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/** A real Kafka broker (KRaft, combined mode) in the test's JVM, on free ports. */
final class KafkaBroker implements AutoCloseable {
  private static final Set<Integer> PORTS = ConcurrentHashMap.newKeySet();

  private final Properties properties;
  private final String bootstrapServers;
  private KafkaRaftServer server;

  KafkaBroker(Path directory) {
    this(directory, new Properties());
  }

  /** With extra properties that override the defaults; listeners are added to them. */
  KafkaBroker(Path directory, Properties extra) {
    int port = freePort();
    bootstrapServers = "127.0.0.1:" + port;
    properties = properties(directory, port, freePort());
    extra.forEach(
        (name, value) ->
            properties.merge(name, value, (own, added) -> merged((String) name, own, added)));
    format(directory);
    restart();
  }

  private static Object merged(String name, Object own, Object added) {
    return name.startsWith("listener") ? own + "," + added : added;
  }

  /** Starts again after {@link #stop}, with the same ports and data. */
  void restart() {
    server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
    server.startup();
  }

  void stop() {
    server.shutdown();
    server.awaitShutdown();
  }

  /**
   * Cuts a partition's log while the broker is stopped, as a machine that crashes before it has
   * written its last pages to disk; the next start takes what is left for the whole log.
   */
  void truncate(String topic, int partition, double keptShare) {
    try {
      Path directory = Path.of(properties.getProperty("log.dirs"));
      Path log = directory.resolve(topic + "-" + partition);
      Path segment = log.resolve("00000000000000000000.log");
      try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
        file.truncate((long) (Files.size(segment) * keptShare));
      }
      try (DirectoryStream<Path> derived = Files.newDirectoryStream(log, "*{index,snapshot}")) {
        for (Path file : derived) {
          Files.delete(file);
        }
      }
      Files.deleteIfExists(directory.resolve(".kafka_cleanshutdown"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static KafkaBroker start() {
    return new KafkaBroker(TemporaryFolder.untilExit("kafka"));
  }

  private static Properties properties(Path directory, int port, int controllerPort) {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
            "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
            "controller.listener.names", "CONTROLLER",
            "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "log.dirs", directory.toString(),
            "message.max.bytes", "16777216"));
    properties.putAll(
        Map.of(
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1",
            "group.initial.rebalance.delay.ms", "0",
            "group.min.session.timeout.ms", "1000",
            "auto.create.topics.enable", "false"));
    return properties;
  }

  private static void format(Path directory) {
    try {
      Formatter formatter = new Formatter();
      formatter.setClusterId(Uuid.randomUuid().toString());
      formatter.setNodeId(1);
      formatter.setDirectories(List.of(directory.toString()));
      formatter.setMetadataLogDirectory(directory.toString());
      formatter.setControllerListenerName("CONTROLLER");
      formatter.setSupportedFeatures(Feature.PRODUCTION_FEATURES);
      formatter.setIgnoreFormatted(true);
      formatter.setPrintStream(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
      formatter.run();
    } catch (Exception e) {
      throw new IllegalStateException("cannot format " + directory, e);
    }
  }

  /**
   * A port that nothing listens on and no outgoing connection can get (Linux: from 32768); never
   * the same one twice, because brokers bind their ports later.
   */
  static int freePort() {
    return ThreadLocalRandom.current()
        .ints(20_000, 30_000)
        .filter(PORTS::add)
        .filter(KafkaBroker::isFree)
        .findFirst()
        .getAsInt();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  void createTopic(String name, int partitions, Map<String, String> configuration) {
    try (Admin admin = admin()) {
      NewTopic topic = new NewTopic(name, partitions, (short) 1);
      topic.configs(configuration);
      admin.createTopics(List.of(topic)).all().get();
    } catch (Exception e) {
      throw new IllegalStateException("cannot create topic " + name, e);
    }
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  @Override
  public void close() {
    stop();
  }
}
