package io.cdcpipeline.operator.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pods and volume claims that do not exist because a ResourceQuota, a LimitRange, Pod Security or a
 * webhook refused them. Only the workload that wanted to create them says so: some in a condition,
 * the others in events.
 */
final class RefusedPods {
  /** Before the words of the last of many that differ only in their pods' names. */
  private static final String COMBINED = "(combined from similar events): ";

  private static final String DEPLOYMENT = "Deployment/";

  private RefusedPods() {}

  /**
   * The API server's words to the workload, if that is the last that happened.
   *
   * @param workloads as StatefulSet/shop-es-default
   * @param pods of these workloads; one that was created later shows that the refusal is over
   */
  static Optional<String> of(NamespaceReader namespace, List<String> workloads, List<Pod> pods) {
    return workloads.stream()
        .flatMap(workload -> refusal(namespace, workload).stream())
        .findFirst()
        .or(() -> lastEvent(namespace, workloads, pods));
  }

  private static Optional<String> refusal(NamespaceReader namespace, String workload) {
    return RefusalCondition.of(namespace, workload)
        .map(first -> workload + ": " + lastWords(namespace, workload).orElse(first));
  }

  /** A Deployment's own condition repeats the first words for as long as it is refused. */
  private static Optional<String> lastWords(NamespaceReader namespace, String workload) {
    return workload.startsWith(DEPLOYMENT)
        ? lastOf(namespace, workload.substring(DEPLOYMENT.length()))
        : Optional.empty();
  }

  private static Optional<String> lastEvent(
      NamespaceReader namespace, List<String> workloads, List<Pod> pods) {
    var newestPod =
        pods.stream()
            .map(pod -> pod.getMetadata().getCreationTimestamp())
            .filter(Objects::nonNull)
            .map(Instant::parse)
            .max(Comparator.naturalOrder())
            .orElse(Instant.MIN);
    return last(
        workloads.stream()
            .filter(workload -> !RefusalCondition.has(workload))
            .flatMap(workload -> namespace.refusals(workload).stream())
            .filter(event -> at(event).isAfter(newestPod)));
  }

  /** The API server's last words to the ReplicaSets of a Deployment. */
  static Optional<String> lastOf(NamespaceReader namespace, String deployment) {
    return last(namespace.refusalsOfReplicaSets(deployment).stream());
  }

  private static Optional<String> last(Stream<GenericKubernetesResource> events) {
    return events
        .max(Comparator.comparing(RefusedPods::at))
        .map(event -> String.valueOf(event.<Object>get("message")).replace(COMBINED, ""));
  }

  /** When it happened last. */
  private static Instant at(GenericKubernetesResource event) {
    return Stream.of(
            event.<Object>get("lastTimestamp"),
            event.<Object>get("eventTime"),
            event.getMetadata().getCreationTimestamp())
        .filter(Objects::nonNull)
        .findFirst()
        .map(time -> Instant.parse(time.toString()))
        .orElse(Instant.MIN);
  }
}
