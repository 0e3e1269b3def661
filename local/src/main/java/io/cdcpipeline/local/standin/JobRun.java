package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pods of one Job, so far. */
final class JobRun {
  private final Cluster cluster;
  private final Job job;
  private final int completions;
  private final List<JobPod> pods = new ArrayList<>();
  private JobPod running;
  private int succeeded;
  private int failed;
  private String failure;

  JobRun(Cluster cluster, Job job) {
    this.cluster = cluster;
    this.job = job;
    Integer wanted = job.getSpec().getCompletions();
    completions = wanted == null ? 1 : wanted;
  }

  /** Starts the pod that comes next, or takes note of the end of the one that runs. */
  void advance(int backoffLimit) {
    if (isOver() || (running != null && running.isAlive())) {
      return;
    }
    if (running != null) {
      ended(running.exitStatus(), backoffLimit);
      running.reportEnd();
      running = null;
    }
    if (!isOver()) {
      running = JobPod.start(cluster, job, succeeded);
      pods.add(running);
    }
  }

  private void ended(int exitStatus, int backoffLimit) {
    if (exitStatus == 0) {
      succeeded++;
      return;
    }
    failed++;
    if (failsJob(exitStatus)) {
      failure = "PodFailurePolicy";
    } else if (failed > backoffLimit) {
      failure = "BackoffLimitExceeded";
    }
  }

  private boolean failsJob(int exitStatus) {
    var policy = job.getSpec().getPodFailurePolicy();
    return policy != null
        && policy.getRules().stream()
            .filter(rule -> rule.getAction().equals("FailJob") && rule.getOnExitCodes() != null)
            .map(PodFailurePolicyRule::getOnExitCodes)
            .anyMatch(codes -> codes.getValues().contains(exitStatus));
  }

  boolean isOver() {
    return failure != null || succeeded == completions;
  }

  int succeeded() {
    return succeeded;
  }

  int failed() {
    return failed;
  }

  /** The reason for which the Job has failed. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** The Job is deleted, and with it its pods and their logs. */
  void remove() {
    pods.forEach(JobPod::remove);
  }
}
