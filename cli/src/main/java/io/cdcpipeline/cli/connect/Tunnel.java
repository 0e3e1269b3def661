package io.cdcpipeline.cli.connect;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.CliException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A way from this machine to an address in the cluster: forwarded, or direct where it needs none.
 *
 * @param host to connect to
 * @param forward null if the connection is direct
 */
public record Tunnel(String host, int port, Forward forward) implements AutoCloseable {
  private static final String LOOPBACK = "127.";

  /**
   * Opens it, for this machine alone.
   *
   * @param localPort 0: any that is free
   * @throws CliException also if that port is taken
   */
  public static Tunnel open(Cluster cluster, Address address, int localPort) {
    if (!address.isService()) {
      return new Tunnel(address.host(), address.port(), null);
    }
    var service = service(cluster, address);
    var pod = pod(cluster, address, service);
    var ip = pod.getStatus().getPodIP();
    if (ip != null && ip.startsWith(LOOPBACK)) {
      return new Tunnel(ip, address.port(), null); // as in make demo: the pod is on this machine
    }
    var forward = forward(cluster, pod, PodPort.of(service, pod, address.port()), localPort);
    return new Tunnel(forward.address().getHostAddress(), forward.port(), forward);
  }

  private static Forward forward(Cluster cluster, Pod pod, int port, int localPort) {
    var path =
        "api/v1/namespaces/%s/pods/%s/portforward?ports=%d"
            .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName(), port);
    var server = URI.create(cluster.url().endsWith("/") ? cluster.url() : cluster.url() + "/");
    try {
      return new Forward(cluster.client(), server.resolve(path), localPort);
    } catch (IOException e) {
      throw CliException.usage(
          "cannot listen on port %d of this machine: %s".formatted(localPort, e.getMessage()),
          "Choose another with --port, or none for any that is free.");
    }
  }

  /** Where the address is reached, as it is written: a URL, or host:port. */
  public String to(Address address) {
    var scheme = address.scheme();
    return (scheme.isEmpty() ? "" : scheme + "://") + host + ":" + port;
  }

  /** Why connections through it did not come to the pod, so far; each reason once. */
  List<String> failures() {
    return forward == null
        ? List.of()
        : forward.failures().stream().map(ForwardFailure::text).distinct().toList();
  }

  private static Service service(Cluster cluster, Address address) {
    var service =
        cluster.ask(
            c ->
                c.services()
                    .inNamespace(address.serviceNamespace())
                    .withName(address.service())
                    .get());
    if (service == null) {
      throw missing(address, "does not exist");
    }
    return service;
  }

  private static Pod pod(Cluster cluster, Address address, Service service) {
    var selector = service.getSpec().getSelector();
    Optional<Pod> running =
        cluster
            .ask(
                c ->
                    c.pods()
                        .inNamespace(address.serviceNamespace())
                        .withLabels(selector)
                        .list()
                        .getItems())
            .stream()
            .filter(p -> p.getStatus() != null && "Running".equals(p.getStatus().getPhase()))
            .findFirst();
    return running.orElseThrow(() -> missing(address, "has no running pod"));
  }

  private static CliException missing(Address address, String what) {
    return CliException.unavailable(
        "Service %s in %s %s".formatted(address.service(), address.serviceNamespace(), what),
        "See: kubectl cdc status -n " + address.serviceNamespace());
  }

  @Override
  public void close() {
    if (forward != null) {
      try {
        forward.close();
      } catch (IOException e) {
        // It ends with the process anyway.
        return;
      }
    }
  }
}
