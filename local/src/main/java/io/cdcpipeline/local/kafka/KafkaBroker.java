package io.cdcpipeline.local.kafka;

import io.cdcpipeline.local.process.ChildProcess;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Command;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.JavaCommand;
import io.cdcpipeline.local.process.PrivateFile;
import io.cdcpipeline.local.process.Secrets;
import io.cdcpipeline.local.process.Supervisor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/** A running Kafka broker; topics, users, ACLs and offsets survive a restart. */
public final class KafkaBroker implements Supervisor.Server {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
  private static final int HEAP_MEGABYTES = 192;

  private final ChildProcesses children;
  private final Path directory;
  private final KafkaListener clients;
  private final Endpoint internal;
  private final String adminPassword;
  private ChildProcess server;

  private KafkaBroker(ChildProcesses children, Path directory, KafkaListener clients) {
    this.children = children;
    this.directory = directory;
    this.clients = clients;
    this.internal = Endpoint.free();
    this.adminPassword = Secrets.loadOrCreate(directory.resolve("admin-password"));
  }

  /** Starts a broker on {@code directory}, which is empty or from an earlier one. */
  public static KafkaBroker start(ChildProcesses children, Path directory, KafkaListener clients) {
    KafkaBroker broker = new KafkaBroker(children, directory.toAbsolutePath(), clients);
    clients.endpoint().requireFree("Kafka");
    String properties =
        new BrokerProperties(
                broker.directory.resolve("data"),
                clusterId(broker.directory.resolve("cluster-id")),
                clients,
                broker.internal,
                Endpoint.free(),
                broker.adminPassword)
            .text();
    PrivateFile.write(broker.directory.resolve("server.properties"), properties);
    broker.start();
    return broker;
  }

  @Override
  public boolean crashed() {
    return server.crashed();
  }

  /** Starts the broker again after {@link #stop()} or {@link #kill()}. */
  @Override
  public void start() {
    clients.endpoint().requireFree("Kafka");
    Path properties = directory.resolve("server.properties");
    server =
        children.start(
            Command.of(
                "kafka",
                JavaCommand.withHeap(HEAP_MEGABYTES)
                    .main(KafkaBrokerMain.class, properties.toString()),
                directory.resolve("kafka.log")));
    server.awaitReady(START_TIMEOUT, clients.endpoint()::accepts);
    try (KafkaAdmin admin = admin()) {
      server.awaitReady(START_TIMEOUT, admin::answers);
    }
  }

  private static String clusterId(Path file) {
    if (!Files.exists(file)) {
      PrivateFile.write(file, Uuid.randomUuid().toString());
    }
    return PrivateFile.read(file);
  }

  public void stop() {
    server.stop();
  }

  /** Ends the broker as a crash would. */
  public void kill() {
    server.kill();
  }

  public String bootstrapServers() {
    return clients.bootstrapServers();
  }

  /** A client with all permissions, for what Strimzi's topic and user operators would do. */
  public KafkaAdmin admin() {
    return new KafkaAdmin(adminConfig());
  }

  /** The connection settings of a client with all permissions, on the internal listener. */
  public Map<String, Object> adminConfig() {
    return Map.of(
        "bootstrap.servers",
        internal.toString(),
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "SCRAM-SHA-512",
        "sasl.jaas.config",
        Scram.jaasConfig("admin", adminPassword));
  }
}
