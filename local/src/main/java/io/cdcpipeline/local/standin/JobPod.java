package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.process.ChildProcess;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.ServerException;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * One pod of a Job: the consumer's jar in place of its image, and a Pod in the API whose status
 * says how it has ended, with its termination message.
 */
final class JobPod {
  /** Where kubelet looks unless the container names another file. */
  private static final String TERMINATION_LOG = "/dev/termination-log";

  /** The consumer's default METRICS_PORT, at which the operator asks how far a replay is. */
  private static final int METRICS_PORT = 8080;

  private static final String INDEX = "batch.kubernetes.io/job-completion-index";

  private final Cluster cluster;
  private final String name;
  private final Path output;
  private final Path message;
  private final ChildProcess process;

  private JobPod(Cluster cluster, String name, Path output, Path message, ChildProcess process) {
    this.cluster = cluster;
    this.name = name;
    this.output = output;
    this.message = message;
    this.process = process;
  }

  static JobPod start(Cluster cluster, Job job, int index) {
    String name = "%s-%d-%s".formatted(job.getMetadata().getName(), index, suffix());
    Path directory = cluster.directory().resolve("pods").resolve(name);
    PodSpec pod = job.getSpec().getTemplate().getSpec();
    PodFiles files =
        PodFiles.write(cluster, pod, directory.resolve("volumes"))
            .with(TERMINATION_LOG, directory.resolve("volumes").resolve("termination-log"));
    Path output = output(cluster, name);
    Endpoint metrics = cluster.addresses().next(METRICS_PORT, "the replay");
    create(cluster, job, name, index);
    ChildProcess process =
        new PodProcess(cluster, name, pod, files)
            .start(
                Map.of(
                    "JOB_COMPLETION_INDEX",
                    String.valueOf(index),
                    "METRICS_HOST",
                    metrics.host(),
                    "METRICS_PORT",
                    String.valueOf(metrics.port())),
                directory.resolve("stderr.log"),
                output);
    reportStart(cluster, name, metrics.host());
    return new JobPod(cluster, name, output, Path.of(files.onDisk(TERMINATION_LOG)), process);
  }

  private static String suffix() {
    return Integer.toString(
            ThreadLocalRandom.current().nextInt(36 * 36 * 36, 36 * 36 * 36 * 36), 36)
        .toLowerCase(Locale.ROOT);
  }

  /** Where the shipper looks: in the folder whose name, as a glob, matches that of the pod. */
  private static Path output(Cluster cluster, String pod) {
    Path logs = cluster.directory().resolve("logs");
    try (Stream<Path> folders = Files.list(logs)) {
      return folders
          .filter(folder -> pod.startsWith(folder.getFileName() + "-"))
          .findFirst()
          .orElse(logs.resolve(pod))
          .resolve(pod + ".log");
    } catch (IOException e) {
      throw new ServerException("Cannot list " + logs + ": " + e.getMessage(), e);
    }
  }

  private static void create(Cluster cluster, Job job, String name, int index) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(cluster.namespace())
            .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
            .addToLabels(INDEX, String.valueOf(index))
            .addNewOwnerReference()
            .withApiVersion("batch/v1")
            .withKind("Job")
            .withName(job.getMetadata().getName())
            .withUid(job.getMetadata().getUid())
            .withController(true)
            .endOwnerReference()
            .endMetadata()
            .withSpec(job.getSpec().getTemplate().getSpec())
            .build();
    cluster.client().resource(pod).create();
  }

  /** As kubelet reports a container that runs. */
  private static void reportStart(Cluster cluster, String name, String address) {
    PodStatus status =
        new PodStatusBuilder()
            .withPhase("Running")
            .withPodIP(address)
            .addNewContainerStatus()
            .withName("consumer")
            .withNewState()
            .withNewRunning()
            .endRunning()
            .endState()
            .endContainerStatus()
            .build();
    report(cluster, name, status);
  }

  private static void report(Cluster cluster, String name, PodStatus status) {
    cluster
        .client()
        .pods()
        .inNamespace(cluster.namespace())
        .withName(name)
        .editStatus(
            live -> {
              live.setStatus(status);
              return live;
            });
  }

  boolean isAlive() {
    return process.alive();
  }

  int exitStatus() {
    return process.exitStatus();
  }

  /** As kubelet reports a container that has ended. */
  void reportEnd() {
    int code = exitStatus();
    PodStatus status =
        new PodStatusBuilder()
            .withPhase(code == 0 ? "Succeeded" : "Failed")
            .addNewContainerStatus()
            .withName("consumer")
            .withState(
                new ContainerStateBuilder()
                    .withNewTerminated()
                    .withExitCode(code)
                    .withMessage(message())
                    .endTerminated()
                    .build())
            .endContainerStatus()
            .build();
    report(cluster, name, status);
  }

  private String message() {
    try {
      return Files.exists(message) ? Files.readString(message) : null;
    } catch (IOException e) {
      throw new ServerException("Cannot read " + message + ": " + e.getMessage(), e);
    }
  }

  /** With the pod, kubelet deletes its log. */
  void remove() {
    process.stop();
    cluster.client().pods().inNamespace(cluster.namespace()).withName(name).delete();
    try {
      Files.deleteIfExists(output);
    } catch (IOException e) {
      throw new ServerException("Cannot delete " + output + ": " + e.getMessage(), e);
    }
  }
}
