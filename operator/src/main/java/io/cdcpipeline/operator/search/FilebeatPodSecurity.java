package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;

/**
 * Whether the namespace admits Filebeat's pods, which read log files of their node as root. Said
 * before Elasticsearch is there: nothing else would be, for the pods would just never exist.
 */
final class FilebeatPodSecurity {
  private FilebeatPodSecurity() {}

  /** The status of a stage that is not ready, or what has to be changed before it can be. */
  static StageStatus checked(StageContext context, StageStatus status) {
    return status.isReady()
        ? status
        : context
            .namespaceReader()
            .enforcedPodSecurityOtherThan("privileged")
            .map(level -> status.withVerdict(Reason.PodSecurityTooStrict, message(context, level)))
            .orElse(status);
  }

  private static String message(StageContext context, String level) {
    var namespace = context.names().namespace();
    return "namespace %s enforces the Pod Security level %s, but Filebeat reads log files of the node as root: kubectl label --overwrite namespace %s pod-security.kubernetes.io/enforce=privileged, or set spec.search.enabled to false and collect the consumers' stdout otherwise"
        .formatted(namespace, level, namespace);
  }
}
