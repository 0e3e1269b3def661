package io.cdcpipeline.operator.child;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Knows which kinds the cluster has; asks discovery, open to everybody, once in a while. */
public final class KindGate {
  private static final Duration TRUSTED_FOR = Duration.ofSeconds(5);

  private record Answer(Instant at, boolean present) {}

  private final Map<ResourceKind, Answer> answers = new ConcurrentHashMap<>();
  private final KubernetesClient client;
  private final Clock clock;

  public KindGate(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  public boolean present(ResourceKind kind) {
    return answers
        .compute(
            kind,
            (k, known) ->
                known != null && clock.instant().isBefore(known.at().plus(TRUSTED_FOR))
                    ? known
                    : new Answer(clock.instant(), client.supports(k.apiVersion(), k.kind())))
        .present();
  }

  void forget(ResourceKind kind) {
    answers.remove(kind);
  }

  /** Whether our own account may list the kind; the informer's own error hides a refusal. */
  boolean mayList(ResourceKind kind, KubernetesClient client) {
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
    var answer = client.resource(review).create();
    return answer.getStatus() == null || !Boolean.FALSE.equals(answer.getStatus().getAllowed());
  }

  private static String plural(ResourceKind kind) {
    var lower = kind.kind().toLowerCase(java.util.Locale.ROOT);
    if (lower.endsWith("search")) {
      return lower + "es";
    }
    return lower.endsWith("y") ? lower.substring(0, lower.length() - 1) + "ies" : lower + "s";
  }
}
