package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.process.ChildProcess;
import io.cdcpipeline.local.process.Command;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.JavaCommand;
import io.cdcpipeline.local.process.PrivateFile;
import io.cdcpipeline.local.process.Supervisor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The demo shop's jar as a process: the application that writes to the pipeline's database. */
public final class ShopRunner implements Supervisor.Server {
  /** What demo-shop calls its database, and what a pipeline must have for it. */
  static final String DATABASE = "shop";

  private static final int HEAP_MEGABYTES = 96;
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  private final Demo demo;
  private final Endpoint http = Endpoint.free();
  private final Map<String, String> settings = new HashMap<>();
  private ChildProcess process;

  /**
   * @param load an average rate as in {@code LOAD} of demo-shop; empty: nobody comes by itself
   */
  ShopRunner(Demo demo, Optional<String> load) {
    this.demo = demo;
    String service = demo.pipelineName() + "-tidb";
    settings.put("SQL_HOST", demo.cluster().names().address(service).orElseThrow());
    settings.put("SQL_USER", login("username"));
    settings.put("SQL_PASSWORD_FILE", passwordFile().toString());
    settings.put("HTTP_HOST", http.host());
    settings.put("HTTP_PORT", String.valueOf(http.port()));
    load.ifPresent(rate -> settings.put("LOAD", rate));
  }

  /** Whether the shop's tables belong to this pipeline's database. */
  static boolean fits(Demo demo) {
    return DATABASE.equals(demo.live().get("spec", "database", "schema", "database"));
  }

  private String login(String key) {
    return Connections.require(demo.cluster(), Connections.sqlSecret(demo.live()), key);
  }

  private Path passwordFile() {
    return demo.cluster().directory().resolve("demo-shop.password");
  }

  @Override
  public boolean crashed() {
    return process.crashed();
  }

  @Override
  public void start() {
    PrivateFile.write(passwordFile(), login("password"));
    List<String> line = JavaCommand.withHeap(HEAP_MEGABYTES).jar(Installation.current().demoShop());
    process =
        demo.cluster()
            .children()
            .start(Command.of("demo-shop", line, log()).withEnvironment(settings));
    process.awaitReady(START_TIMEOUT, () -> Hops.get(url() + "/readyz").startsWith("ok"));
  }

  public void stop() {
    process.stop();
  }

  Path log() {
    return demo.cluster().directory().resolve("demo-shop.log");
  }

  public String url() {
    return "http://" + http;
  }
}
