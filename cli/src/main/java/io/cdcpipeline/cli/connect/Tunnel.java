package io.cdcpipeline.cli.connect;

import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.output.CliException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.util.Optional;

/**
 * A way from this machine to an address in the cluster: forwarded, or direct where it needs none.
 *
 * @param host to connect to
 * @param forward null if the connection is direct
 */
public record Tunnel(String host, int port, LocalPortForward forward) implements AutoCloseable {
  private static final String LOOPBACK = "127.";

  /**
   * Opens it.
   *
   * @param localPort 0: any that is free
   */
  public static Tunnel open(Cluster cluster, Address address, int localPort) {
    if (!address.isService()) {
      return new Tunnel(address.host(), address.port(), null);
    }
    var pod = pod(cluster, address);
    var ip = pod.getStatus().getPodIP();
    if (ip != null && ip.startsWith(LOOPBACK)) {
      return new Tunnel(ip, address.port(), null); // as in make demo: the pod is on this machine
    }
    var forward =
        cluster.ask(
            c ->
                c.services()
                    .inNamespace(address.serviceNamespace())
                    .withName(address.service())
                    .portForward(address.port(), localPort));
    return new Tunnel("127.0.0.1", forward.getLocalPort(), forward);
  }

  /** Where the address is reached, as it is written: a URL, or host:port. */
  public String to(Address address) {
    var scheme = address.scheme();
    return (scheme.isEmpty() ? "" : scheme + "://") + host + ":" + port;
  }

  private static Pod pod(Cluster cluster, Address address) {
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
