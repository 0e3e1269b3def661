package io.cdcpipeline.local.ticdc;

import io.cdcpipeline.fake.ticdc.Architecture;
import io.cdcpipeline.local.mariadb.BinlogAccess;
import io.cdcpipeline.local.process.ChildProcess;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Command;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.JavaCommand;
import java.nio.file.Path;
import java.time.Duration;

/** A running stand-in TiCDC; its changefeeds and their positions survive a restart. */
public final class Ticdc {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(1);
  private static final int HEAP_MEGABYTES = 192;

  private final ChildProcesses children;
  private final Path directory;
  private final Endpoint api;
  private final BinlogAccess access;
  private final Architecture architecture;
  private ChildProcess server;

  private Ticdc(
      ChildProcesses children,
      Path directory,
      Endpoint api,
      BinlogAccess access,
      Architecture architecture) {
    this.children = children;
    this.directory = directory;
    this.api = api;
    this.access = access;
    this.architecture = architecture;
  }

  /**
   * Starts a server on {@code directory}.
   *
   * @param api where the Open API listens
   */
  public static Ticdc start(
      ChildProcesses children,
      Path directory,
      Endpoint api,
      BinlogAccess access,
      Architecture architecture) {
    Ticdc ticdc = new Ticdc(children, directory.toAbsolutePath(), api, access, architecture);
    ticdc.start();
    return ticdc;
  }

  /** Starts the server again after {@link #stop()} or {@link #kill()}. */
  public void start() {
    api.requireFree("TiCDC");
    Command command =
        Command.of(
            "ticdc",
            JavaCommand.withHeap(HEAP_MEGABYTES)
                .main(
                    TicdcMain.class,
                    directory.resolve("data").toString(),
                    api.host(),
                    Integer.toString(api.port()),
                    access.endpoint().host(),
                    Integer.toString(access.endpoint().port()),
                    access.passwordFile().toString(),
                    architecture.name()),
            directory.resolve("ticdc.log"));
    server = children.start(command);
    server.awaitReady(START_TIMEOUT, api::accepts);
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
