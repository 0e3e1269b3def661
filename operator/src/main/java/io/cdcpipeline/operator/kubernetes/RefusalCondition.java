package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.remote.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A condition with which a workload says that its pods are refused, and which goes when they no
 * longer are: of Deployments, and of the pods that Strimzi runs as brokers.
 */
enum RefusalCondition {
  DEPLOYMENT("apps/v1", "Deployment", "ReplicaFailure"),
  /** Strimzi publishes no event; its exception, of fabric8, becomes the condition's message. */
  POD_SET("core.strimzi.io/v1", "StrimziPodSet", "Error");

  private static final Pattern OF_EXCEPTION =
      Pattern.compile("Message: (.+?)\\.? Received status: Status\\(.*", Pattern.DOTALL);

  private final String apiVersion;
  private final String kind;
  private final String type;

  RefusalCondition(String apiVersion, String kind, String type) {
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.type = type;
  }

  /** That of workloads of this kind, as Deployment/shop; empty if they have none. */
  static Optional<RefusalCondition> of(String workload) {
    return Stream.of(values())
        .filter(condition -> workload.startsWith(condition.kind + "/"))
        .findFirst();
  }

  /** The workload; empty while it does not exist or cannot be read. */
  Optional<GenericKubernetesResource> find(NamespaceReader namespace, String workload) {
    var name = workload.substring(workload.indexOf('/') + 1);
    return namespace.find(ResourceKind.of(apiVersion, kind), name);
  }

  /** Whether what is not found does not exist: an older Strimzi has another version of its kind. */
  boolean isServedEverywhere() {
    return this == DEPLOYMENT;
  }

  /** The API server's words to this workload; empty while nothing is refused. */
  Optional<String> message(GenericKubernetesResource live) {
    var condition = Json.condition(Json.field(live, "status"), type);
    return "true".equalsIgnoreCase(condition.path("status").asText())
        ? Optional.of(words(condition.path("message").asText()))
        : Optional.empty();
  }

  /** Without the call that was refused and the answer's fields. */
  private static String words(String message) {
    var exception = OF_EXCEPTION.matcher(message);
    return exception.find() ? exception.group(1) : message;
  }
}
