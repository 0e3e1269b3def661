package io.cdcpipeline.cli.smoke;

import static org.awaitility.Awaitility.await;

import io.cdcpipeline.cli.TestCluster;
import io.cdcpipeline.testkit.apiserver.Pods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

/** Job controller and kubelet of the operator's namespace, as far as a smoke test needs them. */
final class SmokePods {
  static final String NAMESPACE = "cdc-system";

  private final TestCluster cluster;
  private final Path folder;
  private Path log;

  SmokePods(TestCluster cluster, Path folder) {
    this.cluster = cluster;
    this.folder = folder;
  }

  List<Job> jobs() {
    return cluster.client().batch().v1().jobs().inNamespace(NAMESPACE).list().getItems();
  }

  /** Once there is a Job, its pod runs and has written a text. */
  Pod start(String text) throws IOException {
    var job = await().until(one(this::jobs), Objects::nonNull);
    log = Files.createTempFile(folder, "smoke", ".log");
    write(text);
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(job.getMetadata().getName() + "-abcde")
            .withNamespace(NAMESPACE)
            .addNewOwnerReference()
            .withApiVersion("batch/v1")
            .withKind("Job")
            .withName(job.getMetadata().getName())
            .withUid(job.getMetadata().getUid())
            .endOwnerReference()
            .addToLabels("batch.kubernetes.io/job-name", job.getMetadata().getName())
            .endMetadata()
            .withNewSpec()
            .withContainers(job.getSpec().getTemplate().getSpec().getContainers())
            .endSpec()
            .build();
    var live = cluster.client().resource(pod).create();
    cluster.server().pods().add(NAMESPACE, live.getMetadata().getName(), process());
    live.setStatus(new PodStatusBuilder().withPhase("Running").build());
    return cluster.client().resource(live).updateStatus();
  }

  private Pods.Pod process() {
    return new Pods.Pod(log, URI.create("http://127.0.0.1:1/"));
  }

  void write(String text) throws IOException {
    Files.writeString(log, text, StandardOpenOption.APPEND);
  }

  /** The process ends, and the Job with a condition. */
  void end(Pod pod, String condition, String reason) {
    pod.setStatus(
        new PodStatusBuilder()
            .withPhase(condition.equals("Complete") ? "Succeeded" : "Failed")
            .build());
    cluster.client().resource(pod).updateStatus();
    cluster.server().pods().end(NAMESPACE, pod.getMetadata().getName());
    var job = jobs().get(0);
    job.setStatus(
        new JobStatusBuilder()
            .addNewCondition()
            .withType(condition)
            .withStatus("True")
            .withReason(reason)
            .withMessage("Job has reached the specified backoff limit")
            .endCondition()
            .build());
    cluster.client().resource(job).updateStatus();
    if ("DeadlineExceeded".equals(reason)) {
      cluster.client().resource(pod).delete(); // as the Job controller does
    }
  }

  private static <T> Callable<T> one(Callable<List<T>> list) {
    return () -> list.call().stream().findFirst().orElse(null);
  }
}
