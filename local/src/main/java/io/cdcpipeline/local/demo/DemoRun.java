package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.page.PageServer;
import io.cdcpipeline.local.process.Deadline;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** One run of the demo, from start to cleanup. */
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

  /** Exit code: 0 on success, 1 if counts differ. */
  public static int run(DemoOptions options, Path target, PrintStream out) {
    Steps steps = new Steps(out);
    DemoRun run = new DemoRun(Demo.prepare(options, target, steps), steps);
    Runtime.getRuntime().addShutdownHook(new Thread(run::interrupted, "stop-demo"));
    boolean succeeded = false;
    try {
      run.demo.start();
      run.demo.superviseOperator();
      run.demo.awaitReady();
      succeeded = options.once() ? run.once() : run.untilInterrupted(options.load());
    } catch (RuntimeException e) {
      if (run.closed.get()) {
        // Ctrl-C stopped what this thread was waiting for.
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
      steps.report("workload", "running on three tables of its own");
      workload.runAll();
      steps.report("workload", workload.committed().total() + " changes committed");
      Deadline deadline = Deadline.in(ARRIVAL_TIMEOUT);
      Comparison comparison = session.compare(workload);
      while (!comparison.equal() && !deadline.passed()) {
        pause();
        comparison = session.compare(workload);
      }
      steps.report("arrived", comparison.equal() ? "at every hop" : "not everywhere");
      steps.print("");
      steps.print(comparison.table());
      steps.print("");
      return comparison.equal();
    }
  }

  private boolean untilInterrupted(Optional<String> load) {
    Session session = new Session(demo);
    try (PageServer page = PipelinePage.serve(demo, session)) {
      String shop = demo.startShop(load).map(ShopRunner::url).orElse("");
      Connections connections = session.connections(page.url(), shop);
      connections.write(demo.files().variables());
      showTable();
      steps.print(Banner.text(connections, demo));
      new CountDownLatch(1).await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void showTable() {
    steps.print("");
    steps.print("$ kubectl get cdcpipelines");
    steps.print(KubernetesTable.pipelines(demo.client(), demo.cluster().namespace()));
    steps.print("");
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
      steps.print("");
      close(false);
    }
  }

  private void close(boolean keepLogs) {
    if (closed.compareAndSet(false, true)) {
      steps.report("stopping", "all processes");
      demo.close(keepLogs);
      steps.report(
          "stopped", keepLogs ? "logs stay in " + demo.files().directory() : "nothing is left");
    }
  }
}
