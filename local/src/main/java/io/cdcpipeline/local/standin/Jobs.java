package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.ObjectLoop;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands in for the Job controller and the kubelet: one JVM for each index, one after the other,
 * and again when it fails. As in a cluster, what a pod has written is gone with its Job.
 */
final class Jobs implements ObjectLoop.Work<Job>, AutoCloseable {
  private static final int DEFAULT_BACKOFF_LIMIT = 6;

  private final Cluster cluster;
  private final Map<String, JobRun> runs = new ConcurrentHashMap<>();
  private final ObjectLoop<Job> loop;

  private Jobs(Cluster cluster) {
    this.cluster = cluster;
    this.loop =
        ObjectLoop.start(
            "jobs", cluster.client().batch().v1().jobs().inNamespace(cluster.namespace()), this);
  }

  static Jobs start(Cluster cluster) {
    return new Jobs(cluster);
  }

  @Override
  public boolean reconcile(Job job) {
    String uid = job.getMetadata().getUid();
    JobRun run = runs.computeIfAbsent(uid, key -> new JobRun(cluster, job));
    Integer limit = job.getSpec().getBackoffLimit();
    run.advance(limit == null ? DEFAULT_BACKOFF_LIMIT : limit);
    JobStatus status = status(job, run);
    if (!status.equals(job.getStatus())) {
      cluster
          .client()
          .batch()
          .v1()
          .jobs()
          .inNamespace(cluster.namespace())
          .withName(job.getMetadata().getName())
          .editStatus(
              live -> {
                live.setStatus(status);
                return live;
              });
    }
    return run.isOver();
  }

  private static JobStatus status(Job job, JobRun run) {
    JobStatus before = job.getStatus();
    if (before != null && !before.getConditions().isEmpty()) {
      return before;
    }
    JobStatusBuilder status =
        new JobStatusBuilder()
            .withActive(run.isOver() ? 0 : 1)
            .withSucceeded(run.succeeded())
            .withFailed(run.failed());
    run.failure().ifPresent(reason -> addCondition(status, "Failed", reason));
    if (run.isOver() && run.failure().isEmpty()) {
      addCondition(status, "Complete", "CompletionsReached");
    }
    return status.build();
  }

  private static void addCondition(JobStatusBuilder status, String type, String reason) {
    status.addToConditions(
        new JobConditionBuilder()
            .withType(type)
            .withStatus("True")
            .withReason(reason)
            .withMessage("see its pods")
            .withLastTransitionTime(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
            .build());
  }

  @Override
  public void remove(Job job) {
    JobRun run = runs.remove(job.getMetadata().getUid());
    if (run != null) {
      run.remove();
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
