package io.cdcpipeline.operator.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Another operator's own binary, run beside the API server with full permissions. */
public final class RunningBinary implements AutoCloseable {
  private final Process process;

  private RunningBinary(Process process) {
    this.process = process;
  }

  /** Starts it; its output stands beside the audit log. */
  public static RunningBinary start(RealApi api, String name, String... arguments) {
    var command = new ArrayList<>(List.of(api.binary(name).toString()));
    command.addAll(Arrays.asList(arguments));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(api.auditLog().resolveSibling(name + ".log").toFile());
    builder.environment().put("KUBECONFIG", api.kubeconfig().toString());
    try {
      var running = new RunningBinary(builder.start());
      Runtime.getRuntime().addShutdownHook(new Thread(running::close));
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
