package io.cdcpipeline.cli.connect;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.stream.Stream;

/** Where a pod listens for what comes to a port of its Service. */
final class PodPort {
  private PodPort() {}

  /** The target port, by number or by name; the Service's own where it names none. */
  static int of(Service service, Pod pod, int port) {
    return service.getSpec().getPorts().stream()
        .filter(p -> p.getPort() == port && p.getTargetPort() != null)
        .map(p -> p.getTargetPort().getValue())
        .flatMap(
            target -> target instanceof Integer number ? Stream.of(number) : named(pod, target))
        .findFirst()
        .orElse(port);
  }

  private static Stream<Integer> named(Pod pod, Object name) {
    return Stream.concat(
            pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
        .map(Container::getPorts)
        .flatMap(ports -> ports.stream())
        .filter(p -> name.equals(p.getName()))
        .map(p -> p.getContainerPort());
  }
}
