package io.cdcpipeline.operator.consumer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.api.ReplayState;
import io.cdcpipeline.operator.api.ReplayStatus;
import io.cdcpipeline.operator.api.ReplayedLine;
import io.cdcpipeline.operator.kubernetes.PodDiagnostics;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** How far a replay has come, from its Job and its pods alone. */
final class ReplayProgress {
  private ReplayProgress() {}

  /**
   * The status after this observation.
   *
   * @param running the status so far
   * @param pods those of the Job, whose containers end with a result as their message
   * @param position of the part that runs; empty if unknown
   * @param indexed whether the lines have to be found in Elasticsearch
   */
  static ReplayStatus of(
      ReplayStatus running,
      Job job,
      List<Pod> pods,
      Optional<ReplayPosition> position,
      boolean indexed,
      Instant now) {
    int parts = job.getSpec().getCompletions();
    var status = at(running, job, pods, position);
    var failed = condition(job, "Failed");
    if (failed.isPresent()) {
      return status.finished(ReplayState.FAILED, now.toString(), failure(failed.get(), pods));
    }
    if (condition(job, "Complete").isPresent()) {
      return written(status, results(pods), parts, indexed, now);
    }
    var problem = PodDiagnostics.of(pods).or(() -> exit(pods)).orElse("");
    return problem.isEmpty() ? status : status.withMessage(problem);
  }

  /** Where its pod can be asked; empty unless one runs. */
  static Optional<String> address(List<Pod> pods) {
    return pods.stream()
        .filter(pod -> pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase()))
        .flatMap(pod -> Stream.ofNullable(pod.getStatus().getPodIP()))
        .findFirst();
  }

  /** Whether the part that is next has a pod, whatever that does. */
  static boolean hasPod(Job job) {
    var status = job.getStatus();
    return status != null && status.getActive() != null && status.getActive() > 0;
  }

  /** While its pod does not say, as before; a part that is repeated goes back. */
  private static ReplayStatus at(
      ReplayStatus status, Job job, List<Pod> pods, Optional<ReplayPosition> position) {
    int parts = job.getSpec().getCompletions();
    var progress = succeeded(job) + "/" + parts;
    return position
        .map(
            now ->
                status.at(
                    progress,
                    (int) ((100 * succeeded(job) + now.percent()) / parts),
                    lines(results(pods)) + now.lines(),
                    now.furthestBehind()))
        .orElseGet(
            () -> status.at(progress, status.percent(), status.lines(), status.partitions()));
  }

  private static long lines(List<JsonNode> results) {
    return results.stream().mapToLong(r -> r.path("lines").asLong()).sum();
  }

  private static ReplayStatus written(
      ReplayStatus status, List<JsonNode> results, int parts, boolean indexed, Instant now) {
    var gaps = Stream.of(missed(results), skipped(results)).flatMap(Optional::stream).toList();
    var text = gaps.isEmpty() ? status.message() : String.join("; ", gaps);
    var done = status.indexing(lines(results), lastLines(results), text);
    if (!indexed) {
      return done.finished(ReplayState.SUCCEEDED, now.toString(), text);
    }
    // A part that waits for its lines to be found ends afterwards, and so does every other one.
    boolean waited = results.stream().anyMatch(ReplayProgress::isFound);
    if (results.size() < parts && !waited) {
      return done.finished(
          ReplayState.FAILED,
          now.toString(),
          "%d of %d pods were removed before their lines were found in Elasticsearch: change nonce to replay again"
              .formatted(parts - results.size(), parts));
    }
    return done.lastLines().isEmpty()
        ? done.finished(ReplayState.SUCCEEDED, now.toString(), text)
        : done;
  }

  private static Optional<String> missed(List<JsonNode> results) {
    long missed = results.stream().mapToLong(r -> r.path("missed").asLong()).sum();
    return missed == 0
        ? Optional.empty()
        : Optional.of(
            "Kafka deleted %d records before they were replayed: its retention is too short"
                .formatted(missed));
  }

  private static Optional<String> skipped(List<JsonNode> results) {
    long skipped = results.stream().mapToLong(r -> r.path("skipped").asLong()).sum();
    return results.stream()
        .filter(r -> r.path("skipped").asLong() > 0)
        .findFirst()
        .map(
            r ->
                "%d records were too large for its memory and are skipped, the first one at partition %d, offset %d: raise spec.consumer.resources, then change nonce to replay again"
                    .formatted(
                        skipped,
                        r.path("skippedPartition").asInt(),
                        r.path("skippedOffset").asLong()));
  }

  private static boolean isFound(JsonNode result) {
    return result.path("found").asBoolean();
  }

  private static List<ReplayedLine> lastLines(List<JsonNode> results) {
    return results.stream()
        .filter(result -> result.path("offset").asLong(-1) >= 0 && !isFound(result))
        .map(r -> new ReplayedLine(r.path("partition").asInt(), r.path("offset").asLong()))
        .toList();
  }

  /** The results of the pods that have ended well. */
  private static List<JsonNode> results(List<Pod> pods) {
    return terminated(pods)
        .filter(end -> end.getExitCode() == 0 && end.getMessage() != null)
        .map(end -> parsed(end.getMessage()))
        .filter(JsonNode::isObject)
        .toList();
  }

  private static JsonNode parsed(String result) {
    try {
      return Json.JSON.readTree(result);
    } catch (JsonProcessingException e) {
      return Json.JSON.missingNode();
    }
  }

  private static String failure(JobCondition failed, List<Pod> pods) {
    return "Job: %s, %s%s"
        .formatted(
            failed.getReason(),
            failed.getMessage(),
            PodDiagnostics.of(pods).or(() -> exit(pods)).map(text -> "; " + text).orElse(""));
  }

  private static Optional<String> exit(List<Pod> pods) {
    return pods.stream()
        .flatMap(
            pod ->
                terminated(List.of(pod))
                    .filter(end -> end.getExitCode() != 0)
                    .map(
                        end ->
                            "pod %s ended with exit code %d (see kubectl logs)"
                                .formatted(pod.getMetadata().getName(), end.getExitCode())))
        .findFirst();
  }

  private static Stream<ContainerStateTerminated> terminated(List<Pod> pods) {
    return pods.stream()
        .filter(pod -> pod.getStatus() != null)
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .map(
            container -> container.getState() == null ? null : container.getState().getTerminated())
        .filter(Objects::nonNull);
  }

  private static int succeeded(Job job) {
    var status = job.getStatus();
    return status == null || status.getSucceeded() == null ? 0 : status.getSucceeded();
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    return job.getStatus() == null
        ? Optional.empty()
        : job.getStatus().getConditions().stream()
            .filter(c -> type.equals(c.getType()) && "True".equals(c.getStatus()))
            .findFirst();
  }
}
