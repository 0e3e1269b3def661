package io.cdcpipeline.local.process;

import java.util.ArrayDeque;
import java.util.Deque;

/** All children of this program; they are stopped in reverse order of their start. */
public final class ChildProcesses implements AutoCloseable {
  private final Deque<ChildProcess> started = new ArrayDeque<>();
  private boolean closed;

  public synchronized ChildProcess start(Command command) {
    if (closed) {
      throw new ServerException(command.name() + " was not started: shutting down");
    }
    started.removeIf(child -> !child.alive());
    ChildProcess child = ChildProcess.start(command);
    started.push(child);
    return child;
  }

  /** Stops the children also on Ctrl-C and SIGTERM. */
  public ChildProcesses stopOnExit() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop-children"));
    return this;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!started.isEmpty()) {
      started.pop().stop();
    }
  }
}
