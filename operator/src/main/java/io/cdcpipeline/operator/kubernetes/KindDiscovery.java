package io.cdcpipeline.operator.kubernetes;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows which kinds the cluster serves. Queries discovery, which everybody may read, once in a
 * while per group: often while a kind is missing, because its operator may be installed at any
 * moment.
 */
public final class KindDiscovery {
  private static final Duration RECHECK_MISSING = Duration.ofSeconds(5);
  private static final Duration RECHECK_AVAILABLE = Duration.ofMinutes(1);

  /** Permissions are granted by hand, and each attempt until then is an error in the log. */
  private static final Duration RECHECK_DENIED = Duration.ofSeconds(30);

  /**
   * The kinds of one group version.
   *
   * @param plurals the plural of each kind, as in the kind's URL
   */
  private record Discovered(Instant at, Map<String, String> plurals) {
    boolean isFresh(String kind, Instant now) {
      return now.isBefore(at.plus(plurals.containsKey(kind) ? RECHECK_AVAILABLE : RECHECK_MISSING));
    }
  }

  private final Map<String, Discovered> groupVersions = new ConcurrentHashMap<>();
  private final Map<ResourceKind, Instant> denials = new ConcurrentHashMap<>();
  private final KubernetesClient client;
  private final Clock clock;

  public KindDiscovery(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  public boolean isAvailable(ResourceKind kind) {
    return plurals(kind).containsKey(kind.kind());
  }

  private Map<String, String> plurals(ResourceKind kind) {
    return groupVersions
        .compute(
            kind.apiVersion(),
            (version, known) ->
                known != null && known.isFresh(kind.kind(), clock.instant())
                    ? known
                    : discover(version))
        .plurals();
  }

  private Discovered discover(String apiVersion) {
    var plurals = new HashMap<String, String>();
    var group = client.getApiResources(apiVersion);
    if (group != null) {
      group.getResources().stream()
          .filter(resource -> !resource.getName().contains("/")) // a subresource, such as status
          .forEach(resource -> plurals.put(resource.getKind(), resource.getName()));
    }
    return new Discovered(clock.instant(), plurals);
  }

  /** Makes the next check query discovery: a call has just found the kind to be gone. */
  void forget(ResourceKind kind) {
    groupVersions.remove(kind.apiVersion());
  }

  /** Whether {@link #mayList} returned false a short while ago. */
  boolean recentlyDenied(ResourceKind kind) {
    var at = denials.get(kind);
    return at != null && clock.instant().isBefore(at.plus(RECHECK_DENIED));
  }

  /**
   * Whether our own account may list the kind; the informer's own error hides a denial. True for a
   * kind that the cluster does not serve: that is not a matter of permissions.
   */
  boolean mayList(ResourceKind kind) {
    var plural = plurals(kind).get(kind.kind());
    boolean allowed = plural == null || isAllowed(kind, plural);
    if (!allowed) {
      denials.put(kind, clock.instant());
    }
    return allowed;
  }

  private boolean isAllowed(ResourceKind kind, String plural) {
    var slash = kind.apiVersion().indexOf('/');
    var review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withGroup(slash < 0 ? "" : kind.apiVersion().substring(0, slash))
            .withResource(plural)
            .withVerb("list")
            .endResourceAttributes()
            .endSpec()
            .build();
    var status = client.resource(review).create().getStatus();
    return status == null || !Boolean.FALSE.equals(status.getAllowed());
  }
}
