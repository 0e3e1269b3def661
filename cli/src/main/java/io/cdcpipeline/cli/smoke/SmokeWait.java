package io.cdcpipeline.cli.smoke;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.cli.output.Health;
import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.cli.output.Terminal;
import io.cdcpipeline.cli.output.Waiting;
import io.cdcpipeline.cli.output.Waiting.Look;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Shows a test that runs, until it has ended. */
final class SmokeWait {
  private static final Set<String> STARTED = Set.of("Running", "Succeeded", "Failed");

  private final Cluster cluster;
  private final Terminal terminal;
  private final SmokeJob job;
  private final Duration timeout;
  private SmokeLog log;

  SmokeWait(Cluster cluster, Terminal terminal, SmokeJob job, Duration timeout) {
    this.cluster = cluster;
    this.terminal = terminal;
    this.job = job;
    this.timeout = timeout;
  }

  /** The exit code. */
  int untilEnd() throws InterruptedException {
    return new Waiting(terminal, timeout).until(this::look, this::late);
  }

  private void late() {
    terminal.err().println("not done after " + PlainText.age(timeout));
  }

  private Look look() {
    terminal.checkOpen();
    var live = job.find();
    if (live.isEmpty()) {
      throw CliException.unavailable(
          "the Job %s in %s was deleted".formatted(job.name(), job.home()), "");
    }
    var pod = log == null ? job.pod() : Optional.<Pod>empty();
    if (pod.filter(SmokeWait::started).isPresent()) {
      log = SmokeLog.follow(cluster, terminal, pod.get());
    }
    var finished = SmokeJob.finished(live.get());
    if (finished.isPresent()) {
      return Look.ended("", ended(finished.get()));
    }
    return Look.waiting(log == null ? "waiting: " + job.delay(pod) : "");
  }

  private static boolean started(Pod pod) {
    return pod.getStatus() != null && STARTED.contains(pod.getStatus().getPhase());
  }

  private int ended(JobCondition condition) {
    var verdict = SmokeVerdict.of(condition, lines(condition));
    for (var failure : verdict.failures()) {
      terminal
          .err()
          .println(terminal.style().of(Health.FAILING, "failed: ") + PlainText.safe(failure));
    }
    if (verdict.isTimeout()) {
      late();
    }
    return verdict.exitCode();
  }

  /** The pod of a Job that has run out of time is gone, and its log. */
  private List<String> lines(JobCondition condition) {
    try {
      return log == null ? List.of() : log.complete();
    } catch (CliException e) {
      if ("Complete".equals(condition.getType())) {
        return List.of();
      }
      terminal.err().println("the rest of the log is gone: " + e.getMessage());
      return log.printed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
