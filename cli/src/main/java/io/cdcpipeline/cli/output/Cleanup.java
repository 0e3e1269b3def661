package io.cdcpipeline.cli.output;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a command must not leave behind. It runs once: when the command closes it, or when Ctrl-C or
 * a signal ends the process, which then has the exit code that a shell expects (130).
 */
public final class Cleanup implements AutoCloseable {
  private final Runnable action;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final Thread hook;

  private Cleanup(Runnable action) {
    this.action = action;
    this.hook = new Thread(this::runOnce, "cleanup");
  }

  /**
   * To be closed by the command.
   *
   * @param action may take a few seconds; whoever pressed Ctrl-C waits for it
   */
  public static Cleanup of(Runnable action) {
    var cleanup = new Cleanup(action);
    Runtime.getRuntime().addShutdownHook(cleanup.hook);
    return cleanup;
  }

  private void runOnce() {
    if (begun.compareAndSet(false, true)) {
      action.run();
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Ctrl-C: the process ends by itself, and what this thread saw of the cleanup is no error.
      await();
    }
    runOnce();
  }

  private static void await() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
