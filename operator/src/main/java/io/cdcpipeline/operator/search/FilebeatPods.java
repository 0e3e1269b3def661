package io.cdcpipeline.operator.search;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Filebeat's pods, those on the nodes of consumers apart: only they have something to read. The
 * others may still hold what a consumer wrote before it moved.
 */
record FilebeatPods(List<FilebeatPod> besideConsumers, List<FilebeatPod> others) {
  /** There is a pod on every node of the cluster, and most have nothing to say. */
  static final int MAX_REQUESTS = 20;

  /** A pod, and where it answers. */
  record FilebeatPod(String name, String address) {}

  static FilebeatPods of(List<Pod> filebeats, List<Pod> consumers) {
    var nodes =
        consumers.stream()
            .filter(pod -> pod.getStatus() != null && pod.getStatus().getHostIP() != null)
            .map(pod -> pod.getStatus().getHostIP())
            .collect(Collectors.toSet());
    var running =
        filebeats.stream()
            .filter(pod -> pod.getStatus() != null && pod.getStatus().getPodIP() != null)
            .sorted(Comparator.comparing((Pod pod) -> pod.getMetadata().getName()))
            .collect(Collectors.partitioningBy(pod -> nodes.contains(pod.getStatus().getHostIP())));
    return new FilebeatPods(pods(running, true), pods(running, false));
  }

  private static List<FilebeatPod> pods(Map<Boolean, List<Pod>> running, boolean besideConsumers) {
    return running.get(besideConsumers).stream()
        .map(pod -> new FilebeatPod(pod.getMetadata().getName(), pod.getStatus().getPodIP()))
        .toList();
  }

  Set<String> names() {
    return Stream.concat(besideConsumers.stream(), others.stream())
        .map(FilebeatPod::name)
        .collect(Collectors.toSet());
  }

  /** Whom to ask in that round: all of them in turn, where they are too many for one. */
  List<FilebeatPod> inRound(long round) {
    var asked = new ArrayList<>(inTurn(besideConsumers, MAX_REQUESTS, round));
    asked.addAll(inTurn(others, MAX_REQUESTS - asked.size(), round));
    return asked;
  }

  private static List<FilebeatPod> inTurn(List<FilebeatPod> pods, int most, long round) {
    if (pods.size() <= most) {
      return pods;
    }
    return IntStream.range(0, most)
        .mapToObj(i -> pods.get((int) ((round * most + i) % pods.size())))
        .toList();
  }
}
