package io.cdcpipeline.local.ticdc;

import io.cdcpipeline.local.mariadb.BinlogAccess;
import io.cdcpipeline.local.process.ChildProcess;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Command;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.JavaCommand;
import io.cdcpipeline.local.process.Supervisor;
import io.cdcpipeline.testkit.ticdc.Architecture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A running stand-in TiCDC; changefeeds and their checkpoints survive a restart. */
public final class Ticdc implements Supervisor.Server {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);
  private static final int HEAP_MEGABYTES = 192;

  private final ChildProcesses children;
  private final Path directory;
  private final Endpoint api;
  private final BinlogAccess access;
  private final Architecture architecture;
  private final Optional<Path> hostsFile;
  private final Optional<TicdcTls> tls;
  private ChildProcess server;

  private Ticdc(
      ChildProcesses children,
      Path directory,
      Endpoint api,
      BinlogAccess access,
      Architecture architecture,
      Optional<Path> hostsFile,
      Optional<TicdcTls> tls) {
    this.children = children;
    this.directory = directory;
    this.api = api;
    this.access = access;
    this.architecture = architecture;
    this.hostsFile = hostsFile;
    this.tls = tls;
  }

  /**
   * Starts a server on {@code directory}.
   *
   * @param api where the Open API listens
   * @param hostsFile resolves the host names in sink URIs, in place of DNS
   * @param tls for HTTPS with client certificates; what it reads when it starts
   */
  public static Ticdc start(
      ChildProcesses children,
      Path directory,
      Endpoint api,
      BinlogAccess access,
      Architecture architecture,
      Optional<Path> hostsFile,
      Optional<TicdcTls> tls) {
    Ticdc ticdc =
        new Ticdc(children, directory.toAbsolutePath(), api, access, architecture, hostsFile, tls);
    ticdc.start();
    return ticdc;
  }

  @Override
  public boolean crashed() {
    return server.crashed();
  }

  /** Starts the server again after {@link #stop()} or {@link #kill()}. */
  @Override
  public void start() {
    api.requireFree("TiCDC");
    JavaCommand java = JavaCommand.withHeap(HEAP_MEGABYTES);
    hostsFile.ifPresent(java::names);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                directory.resolve("data").toString(),
                api.host(),
                Integer.toString(api.port()),
                access.endpoint().host(),
                Integer.toString(access.endpoint().port()),
                access.passwordFile().toString(),
                architecture.name()));
    tls.ifPresent(files -> arguments.add(files.folder().toString()));
    Command command =
        Command.of(
            "ticdc",
            java.main(TicdcMain.class, arguments.toArray(String[]::new)),
            directory.resolve("ticdc.log"));
    server = children.start(command);
    server.awaitReady(START_TIMEOUT, api::accepts);
  }

  public boolean alive() {
    return server.alive();
  }

  public void stop() {
    server.stop();
  }

  /** Ends the server as a crash would. */
  public void kill() {
    server.kill();
  }

  public Endpoint api() {
    return api;
  }
}
