package io.cdcpipeline.local.shipper;

import io.cdcpipeline.local.process.ChildProcess;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Command;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.testkit.requirement.Requirement;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The real Filebeat with the configuration that ECK renders from the operator's Beat: only
 * addresses and folders are those of the test, and the pauses where a test would wait for them.
 */
public final class RealFilebeat {
  private static final Path RENDERED =
      Path.of(
          System.getProperty("repository.root", ".."),
          "operator/src/test/resources/golden/minimal/rendered-beat.yml");

  private final ChildProcesses children;
  private final Path home;
  private final Map<String, String> login;
  private final Endpoint statistics = Endpoint.free();
  private ChildProcess process;

  /**
   * Writes the configuration.
   *
   * @param config whose {@code logs} has a folder NAMESPACE_POD_UID/consumer for each container
   */
  public RealFilebeat(ChildProcesses children, Path home, ShipperConfig config) throws IOException {
    this(children, home, config, true);
  }

  private RealFilebeat(ChildProcesses children, Path home, ShipperConfig config, boolean hurried)
      throws IOException {
    this.children = children;
    this.home = Files.createDirectories(home);
    this.login = Map.of("ES_USERNAME", config.username(), "ES_PASSWORD", config.password());
    String text = configuration(config.logs(), config.elasticsearch(), config.authority());
    Files.writeString(home.resolve("beat.yml"), hurried ? hurried(text) : text);
  }

  /** With the pauses that it has in a cluster. */
  public static RealFilebeat unhurried(ChildProcesses children, Path home, ShipperConfig config)
      throws IOException {
    return new RealFilebeat(children, home, config, false);
  }

  private String configuration(Path pods, URI elasticsearch, Path authority) throws IOException {
    return Files.readString(RENDERED)
        .replace("/var/log/pods", pods.toString())
        .replace("https://shop-es-http.shop.svc:9200", elasticsearch.toString())
        .replace("/mnt/elastic-internal/elasticsearch-certs/ca.crt", authority.toString())
        .replace("host: 0.0.0.0", "host: " + statistics.host())
        .replace("port: 5066", "port: " + statistics.port());
  }

  private static String hurried(String configuration) {
    return configuration.replace("init: 1s", "init: 100ms").replace(": 5s", ": 500ms");
  }

  public void start() {
    List<String> arguments =
        List.of(
            Requirement.FILEBEAT.path().toString(),
            "-e",
            "-c",
            home.resolve("beat.yml").toString(),
            "--strict.perms=false",
            "--path.home",
            home.toString(),
            "--path.data",
            home.resolve("data").toString());
    process =
        children.start(
            Command.of("filebeat", arguments, home.resolve("filebeat.log")).withEnvironment(login));
    process.awaitReady(Duration.ofMinutes(1), statistics::accepts);
  }

  /** Where it answers {@code /stats}. */
  public Endpoint statistics() {
    return statistics;
  }

  public void kill() {
    process.kill();
  }

  public void stop() {
    process.stop();
  }
}
