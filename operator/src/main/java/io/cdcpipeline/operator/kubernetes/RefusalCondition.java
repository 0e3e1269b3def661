package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.remote.Json;
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

  /** Whether workloads of this kind, as Deployment/shop, have such a condition. */
  static boolean has(String workload) {
    return Stream.of(values()).anyMatch(condition -> condition.isOf(workload));
  }

  /** The API server's words to this workload; empty while nothing is refused. */
  static Optional<String> of(NamespaceReader namespace, String workload) {
    return Stream.of(values())
        .filter(condition -> condition.isOf(workload))
        .flatMap(condition -> condition.message(namespace, workload).stream())
        .findFirst();
  }

  private boolean isOf(String workload) {
    return workload.startsWith(kind + "/");
  }

  private Optional<String> message(NamespaceReader namespace, String workload) {
    return namespace
        .find(ResourceKind.of(apiVersion, kind), workload.substring(workload.indexOf('/') + 1))
        .map(live -> Json.condition(Json.field(live, "status"), type))
        .filter(condition -> "true".equalsIgnoreCase(condition.path("status").asText()))
        .map(condition -> words(condition.path("message").asText()));
  }

  /** Without the call that was refused and the answer's fields. */
  private static String words(String message) {
    var exception = OF_EXCEPTION.matcher(message);
    return exception.find() ? exception.group(1) : message;
  }
}
