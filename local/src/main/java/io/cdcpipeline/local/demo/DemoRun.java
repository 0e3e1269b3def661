package io.cdcpipeline.local.demo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** One run from start to end, whichever way it ends. */
public final class DemoRun {
  private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(60);

  private static final int INTERRUPTED = 130;

  private final Demo demo;
  private final Steps steps;
  private final AtomicBoolean closed = new AtomicBoolean();

  private DemoRun(Demo demo, Steps steps) {
    this.demo = demo;
    this.steps = steps;
  }

  /** Exit code: 0 when all went well, 1 when counts differ. */
  public static int run(DemoOptions options, Path target, PrintStream out) {
    Steps steps = new Steps(out);
    DemoRun run = new DemoRun(Demo.prepare(options, target, steps), steps);
    Runtime.getRuntime().addShutdownHook(new Thread(run::interrupted, "stop-demo"));
    boolean succeeded = false;
    try {
      run.demo.start();
      run.demo.awaitReady();
      succeeded = options.once() ? run.once() : run.untilInterrupted();
    } catch (RuntimeException e) {
      if (run.closed.get()) {
        // Ctrl-C has taken away what this thread was waiting for.
        return INTERRUPTED;
      }
      throw e;
    } finally {
      run.close(!succeeded);
    }
    return succeeded ? 0 : 1;
  }

  private boolean once() {
    Session session = new Session(demo);
    showTable();
    try (Workload workload = session.workload()) {
      steps.say("workload", "running on three tables of its own");
      workload.runAll();
      steps.say("workload", workload.committed().total() + " changes committed");
      Instant deadline = Instant.now().plus(ARRIVAL_TIMEOUT);
      Comparison comparison = session.compare(workload);
      while (!comparison.equal() && Instant.now().isBefore(deadline)) {
        pause();
        comparison = session.compare(workload);
      }
      steps.say("arrived", comparison.equal() ? "at every hop" : "not everywhere");
      steps.plain("");
      steps.plain(comparison.table());
      steps.plain("");
      return comparison.equal();
    }
  }

  private boolean untilInterrupted() {
    Session session = new Session(demo);
    try (Page page = Page.start(demo, session)) {
      Connections connections = session.connections(page.url());
      connections.write(demo.files().variables());
      showTable();
      steps.plain(Banner.text(connections, demo));
      new CountDownLatch(1).await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void showTable() {
    steps.plain("");
    steps.plain("$ kubectl get cdcpipelines");
    steps.plain(KubernetesTable.pipelines(demo.client(), demo.cluster().namespace()));
    steps.plain("");
  }

  private static void pause() {
    try {
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DemoException.failed("interrupted", e);
    }
  }

  private void interrupted() {
    if (!closed.get()) {
      steps.plain("");
      close(false);
    }
  }

  private void close(boolean keepLogs) {
    if (closed.compareAndSet(false, true)) {
      steps.say("stopping", "everything that was started");
      demo.close(keepLogs);
      steps.say(
          "stopped", keepLogs ? "logs stay in " + demo.files().directory() : "nothing is left");
    }
  }
}
