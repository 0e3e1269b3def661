package io.cdcpipeline.local.elasticsearch;

import io.cdcpipeline.local.process.Certificates;
import io.cdcpipeline.local.process.ChildProcess;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Command;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.JavaCommand;
import io.cdcpipeline.local.process.PrivateFile;
import io.cdcpipeline.local.process.Secrets;
import io.cdcpipeline.local.process.ServerException;
import io.cdcpipeline.local.process.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A running Elasticsearch node: HTTPS, file realm users, data kept across restarts. */
public final class Elasticsearch implements Supervisor.Server {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
  private static final int HEAP_MEGABYTES = 256;
  private static final String MAIN = "io.cdcpipeline.local.elasticsearch.server.ElasticsearchMain";

  /** The base name of the HTTP certificate files. */
  static final String HTTP = "tls";

  /** A superuser; not {@code elastic}, which is a reserved name. */
  public static final String ADMIN = "demo-admin";

  private final ChildProcesses children;
  private final Path program;
  private final Path directory;
  private final Endpoint endpoint;
  private final String adminPassword;
  private final Certificates certificates;
  private final FileRealm realm;
  private ChildProcess server;

  private Elasticsearch(
      ChildProcesses children,
      Path program,
      Path directory,
      Endpoint endpoint,
      List<String> names) {
    this.children = children;
    this.program = program;
    this.directory = directory;
    this.endpoint = endpoint;
    this.adminPassword = Secrets.loadOrCreate(directory.resolve("admin-password"));
    this.certificates = Certificates.in(directory.resolve("config/tls"), Map.of(HTTP, names));
    this.realm = new FileRealm(directory.resolve("config"));
  }

  /**
   * Starts a node on {@code directory}.
   *
   * @param program the directory laid out by the build, {@code Installation.elasticsearch()}
   * @param hostNames names and addresses for the certificate
   */
  public static Elasticsearch start(
      ChildProcesses children,
      Path program,
      Path directory,
      Endpoint endpoint,
      List<String> hostNames) {
    if (!Files.isDirectory(program.resolve("modules"))) {
      throw new ServerException(
          program + " is missing: build the module local/elasticsearch first (mvn package).");
    }
    Elasticsearch node =
        new Elasticsearch(children, program, directory.toAbsolutePath(), endpoint, hostNames);
    endpoint.requireFree("Elasticsearch");
    node.users(List.of(), "");
    node.start();
    return node;
  }

  @Override
  public boolean crashed() {
    return server.crashed();
  }

  /** Starts the node again after {@link #stop()} or {@link #kill()}. */
  @Override
  public void start() {
    endpoint.requireFree("Elasticsearch");
    NodeSettings settings = new NodeSettings(directory, endpoint, Endpoint.free(), certificates);
    PrivateFile.write(directory.resolve("config").resolve("elasticsearch.yml"), settings.yaml());
    server =
        children.start(Command.of("elasticsearch", line(), directory.resolve("elasticsearch.log")));
    server.awaitReady(START_TIMEOUT, endpoint::accepts);
    NodeHealth health = new NodeHealth(endpoint, certificates.authority(), ADMIN, adminPassword);
    server.awaitReady(START_TIMEOUT, health::ready);
  }

  private List<String> line() {
    Path temporary = directory.resolve("tmp");
    try (Stream<Path> jars = Files.list(program.getParent())) {
      Files.createDirectories(temporary);
      Path main =
          jars.filter(jar -> jar.toString().endsWith(".jar"))
              .findFirst()
              .orElseThrow(() -> new ServerException("No jar beside " + program));
      return JavaCommand.withHeap(HEAP_MEGABYTES)
          .option("--module-path=" + program.resolve("lib"))
          .option("--add-modules=ALL-MODULE-PATH")
          .option(
              "--add-exports=org.elasticsearch.server/org.elasticsearch.plugins.interceptor=ALL-UNNAMED")
          .option("-Djava.io.tmpdir=" + temporary)
          .option("-Dlog4j2.disable.jmx=true")
          .main(main.toString(), MAIN, program.toString(), directory.resolve("config").toString());
    } catch (IOException e) {
      throw new ServerException("Elasticsearch's files cannot be read: " + e.getMessage(), e);
    }
  }

  public void stop() {
    server.stop();
  }

  /** Ends the node as a crash would. */
  public void kill() {
    server.kill();
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  public String adminPassword() {
    return adminPassword;
  }

  /** PEM of the authority that signed the HTTP certificate: {@code ca.crt} of ECK's Secret. */
  public Path authority() {
    return certificates.authority();
  }

  /** PEM of the HTTP certificate: {@code tls.crt} of ECK's Secret. */
  public Path certificate() {
    return certificates.chain(HTTP);
  }

  /** Replaces the users and roles, except {@link #ADMIN}. */
  public void users(List<FileRealm.User> users, String rolesYaml) {
    List<FileRealm.User> all = new ArrayList<>(users);
    all.add(new FileRealm.User(ADMIN, adminPassword, List.of("superuser")));
    realm.replace(all, rolesYaml);
  }
}
