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
   * @param workloads as StatefulSet/shop-es-default, in the order in which they are created
   * @param pods of these workloads; one that was created later shows that the refusal is over
   */
  static Optional<String> of(NamespaceReader namespace, List<String> workloads, List<Pod> pods) {
    return firstCondition(namespace, workloads).or(() -> lastEvent(namespace, workloads, pods));
  }

  /** Of those after a workload that does not exist yet, none does. */
  private static Optional<String> firstCondition(
      NamespaceReader namespace, List<String> workloads) {
    for (var workload : workloads) {
      var condition = RefusalCondition.of(workload);
      if (condition.isEmpty()) {
        continue;
      }
      var live = condition.get().find(namespace, workload);
      var first = live.flatMap(condition.get()::message);
      boolean absent = live.isEmpty() && condition.get().isServedEverywhere();
      if (absent || first.isPresent()) {
        return first.map(words -> workload + ": " + lastWords(namespace, workload).orElse(words));
      }
    }
    return Optional.empty();
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
            .filter(workload -> RefusalCondition.of(workload).isEmpty())
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
