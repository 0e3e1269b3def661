package io.cdcpipeline.local.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/** The broker's process: formats its directory on first start, then serves. */
public final class KafkaBrokerMain {
  /** Ours, not Kafka's: the password of the SCRAM user {@code admin}, set when formatting. */
  static final String ADMIN_PASSWORD = "cdcpipeline.admin.password";

  static final String CLUSTER_ID = "cdcpipeline.cluster.id";

  private KafkaBrokerMain() {}

  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    try (Reader file = Files.newBufferedReader(Path.of(args[0]))) {
      properties.load(file);
    }
    format(properties);
    properties.remove(ADMIN_PASSWORD);
    properties.remove(CLUSTER_ID);
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop-broker"));
    server.startup();
    server.awaitShutdown();
  }

  private static void format(Properties properties) throws Exception {
    String directory = properties.getProperty("log.dirs");
    String password = properties.getProperty(ADMIN_PASSWORD);
    new Formatter()
        .setClusterId(properties.getProperty(CLUSTER_ID))
        .setNodeId(1)
        .setDirectories(List.of(directory))
        .setMetadataLogDirectory(directory)
        .setControllerListenerName("CONTROLLER")
        .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
        .setScramArguments(List.of("SCRAM-SHA-512=[name=admin,password=" + password + "]"))
        .setIgnoreFormatted(true)
        .setPrintStream(silent())
        .run();
  }

  /** The formatter prints the SCRAM keys. */
  private static PrintStream silent() throws IOException {
    return new PrintStream(OutputStream.nullOutputStream(), false, "UTF-8");
  }
}
