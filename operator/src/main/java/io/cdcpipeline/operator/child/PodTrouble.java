package io.cdcpipeline.operator.child;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a pod itself says is wrong with it, lifted into our message. */
public final class PodTrouble {
  /** Waiting reasons of kubelet that do not pass by themselves. */
  private static final Set<String> FAILING =
      Set.of(
          "CrashLoopBackOff",
          "ImagePullBackOff",
          "ErrImagePull",
          "InvalidImageName",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError");

  private PodTrouble() {}

  /** The first trouble of any of the pods, as a sentence. */
  public static Optional<String> of(List<Pod> pods) {
    return pods.stream().flatMap(PodTrouble::all).findFirst();
  }

  private static Stream<String> all(Pod pod) {
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
      return Stream.empty();
    }
    var text = new StringBuilder("pod " + pod + ": " + waiting.getReason());
    if (waiting.getMessage() != null) {
      text.append(", ").append(waiting.getMessage());
    }
    var last = container.getLastState() == null ? null : container.getLastState().getTerminated();
    if (last != null) {
      text.append(" (last exit code ").append(last.getExitCode()).append("; see kubectl logs)");
    }
    return Stream.of(text.toString());
  }
}
