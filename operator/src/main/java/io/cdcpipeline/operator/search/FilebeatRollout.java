package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.kubernetes.PodDiagnostics;
import io.cdcpipeline.operator.kubernetes.pods.PodServiceAccount;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;

/** The pipeline's Filebeat, which may run only once Elasticsearch has the template of its index. */
final class FilebeatRollout {
  private FilebeatRollout() {}

  /** Whether there is a Beat, started or not. */
  static boolean exists(StageContext context) {
    return context.children().get(FilebeatManifest.KIND, context.names().beat()).isPresent();
  }

  /** Applies it, or keeps it away while the index template is not installed. */
  static StageStatus status(boolean mayRun, StageContext context, SearchBackend backend) {
    return mayRun ? apply(context, backend) : keepAway(context);
  }

  private static StageStatus apply(StageContext context, SearchBackend backend) {
    var filebeat = context.spec().search().filebeat();
    var invalid = SearchPods.problem(filebeat);
    if (invalid.isPresent()) {
      return StageStatus.of(Reason.InvalidSpec, invalid.get());
    }
    var credentials = backend.logins().get(0).credentials(context).rollout();
    var names = context.names();
    var children = context.children();
    children.applyUnlessUnchanged(
        ComponentName.SEARCH,
        "filebeat",
        credentials,
        () -> {
          PodServiceAccount.follow(
              children,
              SearchPods.filebeatAccount(names, filebeat),
              SearchPods.template(filebeat),
              children::apply);
          children.apply(FilebeatNetworkPolicy.desired(names, context.platform()));
          children.apply(FilebeatManifest.desired(names, filebeat, backend.output(), credentials));
        });
    return PodDiagnostics.explain(
        FilebeatReadiness.of(children.getOrEmpty(FilebeatManifest.KIND, names.beat())),
        context.namespaceReader(),
        FilebeatManifest.podLabels(names),
        "DaemonSet/" + names.beat() + "-beat-filebeat");
  }

  private static StageStatus keepAway(StageContext context) {
    context.children().delete(FilebeatManifest.KIND, context.names().beat());
    return StageStatus.progressing("installing the index template; Filebeat starts afterwards");
  }
}
