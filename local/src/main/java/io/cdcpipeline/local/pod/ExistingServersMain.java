package io.cdcpipeline.local.pod;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.kafka.AclRule;
import io.cdcpipeline.local.kafka.KafkaAdmin;
import io.cdcpipeline.local.kafka.KafkaBroker;
import io.cdcpipeline.local.kafka.KafkaListener;
import io.cdcpipeline.local.kafka.UserSpec;
import io.cdcpipeline.local.mariadb.MariaDb;
import io.cdcpipeline.local.mariadb.MariaDbPrograms;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.PrivateFile;
import io.cdcpipeline.local.ticdc.Ticdc;
import io.cdcpipeline.testkit.ticdc.Architecture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * MariaDB (4000), the stand-in TiCDC (8300) and a Kafka broker (9092) in one pod: the existing
 * servers of {@code make kind-test}. Arguments: data directory, the host name that Kafka clients
 * use, the password file of Kafka's user {@code cdc}.
 */
public final class ExistingServersMain {
  private static final String EVERYWHERE = "0.0.0.0";

  private ExistingServersMain() {}

  public static void main(String[] args) throws Exception {
    Path data = Files.createDirectories(Path.of(args[0]));
    ChildProcesses children = new ChildProcesses().stopOnExit();
    MariaDb database =
        MariaDb.start(
            children,
            MariaDbPrograms.find(Installation.current().mariadb()),
            Files.createDirectories(data.resolve("mariadb")),
            new Endpoint(EVERYWHERE, 4000));
    KafkaListener clients = new KafkaListener(new Endpoint(EVERYWHERE, 9092), args[1], true);
    KafkaBroker kafka =
        KafkaBroker.start(children, Files.createDirectories(data.resolve("kafka")), clients);
    try (KafkaAdmin admin = kafka.admin()) {
      admin.users().apply(new UserSpec("cdc", PrivateFile.read(Path.of(args[2])), everything()));
    }
    // TiCDC last: the readiness probe checks it.
    Ticdc.start(
        children,
        Files.createDirectories(data.resolve("ticdc")),
        new Endpoint(EVERYWHERE, 8300),
        database.binlogAccess(),
        Architecture.CLASSIC,
        Optional.empty(),
        Optional.empty());
    System.out.println("MariaDB 4000, TiCDC 8300, Kafka 9092 are up");
    Thread.currentThread().join();
  }

  private static List<AclRule> everything() {
    return List.of(
        new AclRule("topic", "*", "literal", List.of("All")),
        new AclRule("group", "*", "literal", List.of("All")),
        new AclRule("cluster", "", "literal", List.of("All")));
  }
}
