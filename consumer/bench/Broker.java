import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/** A Kafka broker in a separate process: Broker DIRECTORY PORT CONTROLLER_PORT. Exits at the end of stdin. */
final class Broker {
  public static void main(String[] args) throws Exception {
    String directory = Path.of(args[0]).toString();
    Properties p = new Properties();
    p.setProperty("process.roles", "broker,controller");
    p.setProperty("node.id", "1");
    p.setProperty("controller.quorum.voters", "1@127.0.0.1:" + args[2]);
    p.setProperty(
        "listeners", "PLAINTEXT://127.0.0.1:" + args[1] + ",CONTROLLER://127.0.0.1:" + args[2]);
    p.setProperty("controller.listener.names", "CONTROLLER");
    p.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.setProperty("log.dirs", directory);
    p.setProperty("offsets.topic.replication.factor", "1");
    p.setProperty("offsets.topic.num.partitions", "1");
    p.setProperty("transaction.state.log.replication.factor", "1");
    p.setProperty("transaction.state.log.min.isr", "1");
    p.setProperty("group.initial.rebalance.delay.ms", "0");
    Formatter formatter = new Formatter();
    formatter.setClusterId(Uuid.randomUuid().toString());
    formatter.setNodeId(1);
    formatter.setDirectories(List.of(directory));
    formatter.setMetadataLogDirectory(directory);
    formatter.setControllerListenerName("CONTROLLER");
    formatter.setSupportedFeatures(Feature.PRODUCTION_FEATURES);
    formatter.setIgnoreFormatted(true);
    formatter.setPrintStream(System.err);
    formatter.run();
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(p), Time.SYSTEM);
    server.startup();
    System.err.println("started");
    while (System.in.read() >= 0) {}
    server.shutdown();
    server.awaitShutdown();
  }
}
