package io.cdcpipeline.operator.kubernetes;

import static java.util.stream.Collectors.toSet;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows which kinds the cluster has; asks discovery, open to everybody, once in a while for each
 * group: often while a kind is missing, because its operator may be installed at any moment.
 */
public final class KindDiscovery {
  private static final Duration MISSING_FOR = Duration.ofSeconds(5);
  private static final Duration PRESENT_FOR = Duration.ofMinutes(1);

  /** A right is granted by hand: until then each try is an error in the log. */
  private static final Duration REFUSED_FOR = Duration.ofSeconds(30);

  private record Answer(Instant at, Set<String> kinds) {
    boolean holds(String kind, Instant now) {
      return now.isBefore(at.plus(kinds.contains(kind) ? PRESENT_FOR : MISSING_FOR));
    }
  }

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<ResourceKind, Instant> refusals = new ConcurrentHashMap<>();
  private final KubernetesClient client;
  private final Clock clock;

  public KindDiscovery(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  public boolean present(ResourceKind kind) {
    var answer =
        answers.compute(
            kind.apiVersion(),
            (version, known) ->
                known != null && known.holds(kind.kind(), clock.instant()) ? known : ask(version));
    return answer.kinds().contains(kind.kind());
  }

  private Answer ask(String apiVersion) {
    var group = client.getApiResources(apiVersion);
    return new Answer(
        clock.instant(),
        group == null
            ? Set.of()
            : group.getResources().stream().map(APIResource::getKind).collect(toSet()));
  }

  /** Asks again the next time: a call found the kind to be gone. */
  void forget(ResourceKind kind) {
    answers.remove(kind.apiVersion());
  }

  /** Whether {@link #mayList} said no a short while ago. */
  boolean refusedLately(ResourceKind kind) {
    var at = refusals.get(kind);
    return at != null && clock.instant().isBefore(at.plus(REFUSED_FOR));
  }

  /** Whether our own account may list the kind; the informer's own error hides a refusal. */
  boolean mayList(ResourceKind kind) {
    var slash = kind.apiVersion().indexOf('/');
    var review =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withGroup(slash < 0 ? "" : kind.apiVersion().substring(0, slash))
            .withResource(plural(kind))
            .withVerb("list")
            .endResourceAttributes()
            .endSpec()
            .build();
    var status = client.resource(review).create().getStatus();
    boolean may = status == null || !Boolean.FALSE.equals(status.getAllowed());
    if (!may) {
      refusals.put(kind, clock.instant());
    }
    return may;
  }

  private static String plural(ResourceKind kind) {
    var lower = kind.kind().toLowerCase(java.util.Locale.ROOT);
    if (lower.endsWith("search")) {
      return lower + "es";
    }
    return lower.endsWith("y") ? lower.substring(0, lower.length() - 1) + "ies" : lower + "s";
  }
}
