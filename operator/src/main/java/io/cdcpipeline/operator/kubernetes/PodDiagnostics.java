package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Why pods do not start, in kubelet's and the scheduler's own words. */
public final class PodDiagnostics {
  /** Waiting reasons of kubelet that do not resolve themselves. */
  private static final Set<String> FAILING =
      Set.of(
          "CrashLoopBackOff",
          "ImagePullBackOff",
          "ErrImagePull",
          "InvalidImageName",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError");

  private static final String OUT_OF_MEMORY = "OOMKilled";
  private static final String MORE_MEMORY = "was OOMKilled: raise its memory limit";

  private PodDiagnostics() {}

  /**
   * Adds the pods' own failure to a stage that is not ready: their operator often omits it.
   *
   * @param workloads as StatefulSet/shop-es-default, which know why pods do not even exist
   */
  public static StageStatus explain(
      StageStatus status,
      NamespaceReader namespace,
      Map<String, String> labels,
      String... workloads) {
    return explain(
        status, namespace, labels, pods -> RefusedPods.of(namespace, List.of(workloads), pods));
  }

  /**
   * The same for pods of workloads that do not know.
   *
   * @param absence why pods do not exist, given those that do; asked if none of these fails
   */
  public static StageStatus explain(
      StageStatus status,
      NamespaceReader namespace,
      Map<String, String> labels,
      Function<List<Pod>, Optional<String>> absence) {
    var reason = status.verdict().reason();
    if (reason != Reason.Progressing && reason != Reason.ChildFailed) {
      return status;
    }
    var message = status.verdict().message();
    return namespace
        .recentFailure(labels, message, () -> failure(namespace.pods(labels), absence))
        .map(failure -> StageStatus.of(Reason.ChildFailed, message + "; " + failure))
        .orElse(status);
  }

  /**
   * The API server's last words to a Deployment whose pods it refuses. The Deployment's own
   * condition repeats the first ones for as long as there is a refusal, whatever the reason is now.
   *
   * @param first as in the condition: the answer while events say nothing
   */
  public static String lastRefusal(NamespaceReader namespace, String deployment, String first) {
    return namespace
        .recentRefusal(
            deployment,
            () -> RefusedPods.lastOf(namespace, deployment).or(() -> Optional.of(first)))
        .orElse(first);
  }

  private static Optional<String> failure(
      List<Pod> pods, Function<List<Pod>, Optional<String>> absence) {
    return of(pods).or(() -> absence.apply(pods));
  }

  /** Why the next pod of a workload does not exist, as far as that knows. */
  public static Optional<String> refusal(
      NamespaceReader namespace, String workload, List<Pod> pods) {
    return RefusedPods.of(namespace, List.of(workload), pods);
  }

  /** The first failure of any of the pods, as a sentence. */
  public static Optional<String> of(List<Pod> pods) {
    return pods.stream().flatMap(PodDiagnostics::failures).findFirst();
  }

  private static Stream<String> failures(Pod pod) {
    var status = pod.getStatus();
    if (status == null) {
      return Stream.empty();
    }
    var name = pod.getMetadata().getName();
    var unschedulable =
        status.getConditions().stream()
            .filter(c -> "Unschedulable".equals(c.getReason()))
            .map(c -> "pod " + name + " cannot be scheduled: " + c.getMessage());
    var containers =
        Stream.concat(
                status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
            .flatMap(c -> waiting(name, c));
    return Stream.concat(unschedulable, containers);
  }

  private static Stream<String> waiting(String pod, ContainerStatus container) {
    var waiting = container.getState() == null ? null : container.getState().getWaiting();
    if (waiting == null || !FAILING.contains(waiting.getReason())) {
      return outOfMemory(pod, container);
    }
    var text = new StringBuilder("pod " + pod + ": " + waiting.getReason());
    if (waiting.getMessage() != null) {
      text.append(", ").append(waiting.getMessage());
    }
    var last = terminated(container.getLastState());
    if (last != null && OUT_OF_MEMORY.equals(last.getReason())) {
      text.append(" (").append(MORE_MEMORY).append(")");
    } else if (last != null) {
      text.append(" (last exit code ").append(last.getExitCode()).append("; see kubectl logs)");
    }
    return Stream.of(text.toString());
  }

  /** Also of a container that runs again: as long as its stage is not ready, this is why. */
  private static Stream<String> outOfMemory(String pod, ContainerStatus container) {
    return Stream.of(container.getState(), container.getLastState())
        .map(PodDiagnostics::terminated)
        .filter(end -> end != null && OUT_OF_MEMORY.equals(end.getReason()))
        .limit(1)
        .map(end -> "pod %s: container %s %s".formatted(pod, container.getName(), MORE_MEMORY));
  }

  private static ContainerStateTerminated terminated(ContainerState state) {
    return state == null ? null : state.getTerminated();
  }
}
