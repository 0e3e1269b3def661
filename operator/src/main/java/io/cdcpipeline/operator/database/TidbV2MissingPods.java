package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Pods that TiDB Operator v2 wants and cannot create. It writes the API server's answer to its log
 * alone: the task that fails (pkg/controllers/tidb/tasks/pod.go of 2.0.1) ends the run before any
 * condition is set, and it publishes no events. So all that can be said is where to look.
 */
final class TidbV2MissingPods {
  /** More than it needs to create a pod again that it has deleted for a change. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private TidbV2MissingPods() {}

  /**
   * What to look at, if a group has been without some of its pods for a minute.
   *
   * @param groups PD first, without which the others do not start
   */
  static Optional<String> of(List<GenericKubernetesResource> groups, List<Pod> pods, Instant now) {
    return groups.stream()
        .filter(group -> waiting(group, now))
        .findFirst()
        .flatMap(group -> missing(group, pods));
  }

  /** Whether the operator has looked at it, and has found it not ready for long. */
  private static boolean waiting(GenericKubernetesResource group, Instant now) {
    var ready = Json.condition(Json.field(group, "status"), "Ready");
    var since = ready.path("lastTransitionTime").asText();
    return "False".equals(ready.path("status").asText())
        && !since.isEmpty()
        && Instant.parse(since).plus(PATIENCE).isBefore(now);
  }

  private static Optional<String> missing(GenericKubernetesResource group, List<Pod> pods) {
    var kind = group.getKind();
    var component = kind.replace("Group", "").toLowerCase(Locale.ROOT);
    int wanted = Json.field(group, "status").path("replicas").asInt();
    long there = pods.stream().filter(pod -> component.equals(component(pod))).count();
    return there >= wanted
        ? Optional.empty()
        : Optional.of(
            ("%s has %d of %d pods: a ResourceQuota, a LimitRange or Pod Security may refuse them"
                    + " (kubectl describe -n %s resourcequota,limitrange); only TiDB Operator's log"
                    + " says so (kubectl logs -n tidb-admin deployment/tidb-operator)")
                .formatted(kind, there, wanted, group.getMetadata().getNamespace()));
  }

  private static String component(Pod pod) {
    var labels = pod.getMetadata().getLabels();
    return labels == null ? null : labels.get(Labels.COMPONENT);
  }
}
