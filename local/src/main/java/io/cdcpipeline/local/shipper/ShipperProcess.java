package io.cdcpipeline.local.shipper;

import io.cdcpipeline.local.process.ChildProcess;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Command;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.JavaCommand;
import io.cdcpipeline.local.process.Supervisor;
import java.time.Duration;

/** A running shipper; its positions survive a restart. */
public final class ShipperProcess implements Supervisor.Server {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final int HEAP_MEGABYTES = 320;

  private final ChildProcesses children;
  private final ShipperConfig config;
  private ChildProcess process;

  private ShipperProcess(ChildProcesses children, ShipperConfig config) {
    this.children = children;
    this.config = config;
  }

  public static ShipperProcess start(ChildProcesses children, ShipperConfig config) {
    ShipperProcess shipper = new ShipperProcess(children, config);
    shipper.start();
    return shipper;
  }

  @Override
  public boolean crashed() {
    return process.crashed();
  }

  /** Starts it again after {@link #stop()} or {@link #kill()}. */
  @Override
  public void start() {
    Command command =
        Command.of(
                "shipper",
                JavaCommand.withHeap(HEAP_MEGABYTES).main(ShipperMain.class),
                config.data().resolve("shipper.log"))
            .withEnvironment(config.environment());
    process = children.start(command);
    process.awaitReady(START_TIMEOUT, config.statistics()::accepts);
  }

  public void stop() {
    process.stop();
  }

  /** Ends the shipper as a crash would. */
  public void kill() {
    process.kill();
  }

  /** Where it answers {@code /stats}. */
  public Endpoint statistics() {
    return config.statistics();
  }
}
