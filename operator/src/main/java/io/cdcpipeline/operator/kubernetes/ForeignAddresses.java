package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.remote.DeniedAddresses;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a pipeline away from what other namespaces' pipelines manage. TiCDC's API has no login and
 * trusts this operator, which must therefore not be sent there by whoever can write a URL.
 */
public final class ForeignAddresses {
  private static final Duration FRESH_FOR = Duration.ofSeconds(30);
  private static final int MAX_CACHED = 10_000;

  private final KubernetesClient client;
  private final Clock clock;
  private final DeniedAddresses denied;
  private final Set<String> sharedNamespaces;
  private final AddressOwners owners;
  private final Map<String, Known> cache = new ConcurrentHashMap<>();
  private Further further = new Further(Instant.EPOCH, Map.of());

  private record Known(Instant at, List<AddressOwners.Owner> owners) {}

  private record Further(Instant at, Map<String, List<AddressOwners.Owner>> owners) {}

  /**
   * For all pipelines.
   *
   * @param sharedNamespaces whose pipelines' systems every pipeline may use
   * @param watchNamespaces the namespaces that this operator may read; empty for all
   */
  public ForeignAddresses(
      KubernetesClient client,
      Clock clock,
      DeniedAddresses denied,
      Set<String> sharedNamespaces,
      Set<String> watchNamespaces) {
    this.client = client;
    this.clock = clock;
    this.denied = denied;
    this.sharedNamespaces = sharedNamespaces;
    this.owners = new AddressOwners(client, watchNamespaces);
  }

  /** For the pipelines of one namespace; may be used on any thread. */
  public ConnectionGuard forNamespace(String namespace) {
    return (host, address) -> {
      denied.check(host, address);
      for (var owner : owners(address)) {
        if (!owner.namespace().equals(namespace) && !sharedNamespaces.contains(owner.namespace())) {
          requireAllowed(host, owner, namespace);
        }
      }
    };
  }

  private List<AddressOwners.Owner> owners(InetAddress address) {
    var now = clock.instant();
    var ip = address.getHostAddress().replaceAll("%.*", "");
    var known = cache.get(ip);
    if (known == null || now.isAfter(known.at().plus(FRESH_FOR))) {
      if (cache.size() >= MAX_CACHED) {
        cache.clear();
      }
      known = new Known(now, find(address, now));
      cache.put(ip, known);
    }
    return known.owners();
  }

  private List<AddressOwners.Owner> find(InetAddress address, Instant now) {
    var found = owners.of(address);
    return found.isEmpty() && mayBeFurther(address)
        ? further(now).getOrDefault(AddressText.of(address), List.of())
        : found;
  }

  private synchronized Map<String, List<AddressOwners.Owner>> further(Instant now) {
    if (now.isAfter(further.at().plus(FRESH_FOR))) {
      further = new Further(now, owners.ofFurtherAddresses());
    }
    return further.owners();
  }

  /**
   * The first address of a pod or Service is of the family of the API server's Service, whose
   * address a client in the cluster has; with any other address of the API server it may be either.
   */
  private boolean mayBeFurther(InetAddress address) {
    var apiServer = client.getMasterUrl().getHost();
    boolean first6 = apiServer.contains(":");
    boolean first4 = apiServer.matches("[0-9.]+") && !apiServer.startsWith("127.");
    return !first4 && !first6 || first6 != (address instanceof Inet6Address);
  }

  private void requireAllowed(String host, AddressOwners.Owner owner, String namespace) {
    var pipeline =
        client
            .resources(CdcPipeline.class)
            .inNamespace(owner.namespace())
            .withName(owner.pipeline())
            .get();
    Optional.ofNullable(pipeline)
        .map(found -> owner.system().allowFrom(found.getSpec()))
        .filter(allowed -> !allowed.contains(namespace))
        .ifPresent(
            allowed -> {
              throw new StageException(
                  Reason.AddressRefused,
                  "%s belongs to pipeline %s in namespace %s, which does not allow namespace %s:"
                          .formatted(host, owner.pipeline(), owner.namespace(), namespace)
                      + " add it to that pipeline's %s.allowFrom"
                          .formatted(owner.system().field()));
            });
  }
}
