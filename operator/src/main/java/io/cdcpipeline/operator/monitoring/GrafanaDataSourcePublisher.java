package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.endpoint.SearchAccess;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StageStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/**
 * Keeps the data source in Grafana's namespace, where no owner reference reaches: where it was put
 * is remembered, so that it can be taken away from there.
 */
final class GrafanaDataSourcePublisher {
  private static final String PLACE = "grafana-namespace";

  private GrafanaDataSourcePublisher() {}

  static StageStatus reconcile(StageContext context) {
    var monitoring = context.spec().monitoring();
    boolean wanted =
        monitoring.enabled() && monitoring.dashboards() && context.spec().search().enabled();
    var namespace = monitoring.grafanaNamespace();
    context
        .appliedState()
        .get(PLACE)
        .filter(before -> !wanted || !before.equals(namespace))
        .ifPresent(
            before -> {
              removeFrom(context, before);
              context.appliedState().remove(PLACE);
            });
    if (!wanted) {
      return StageStatus.ready("monitors, rules and dashboards are up to date");
    }
    return apply(context, namespace);
  }

  static void remove(StageContext context) {
    removeFrom(context, context.spec().monitoring().grafanaNamespace());
    context.appliedState().get(PLACE).ifPresent(before -> removeFrom(context, before));
  }

  private static StageStatus apply(StageContext context, String namespace) {
    try {
      var access = SearchAccess.of(context);
      var secret = GrafanaDataSource.desired(context.names(), context.spec().monitoring(), access);
      context.children().applyInNamespace(secret);
      context.appliedState().put(PLACE, namespace);
      return StageStatus.ready("monitors, rules and dashboards are up to date");
    } catch (StageException e) {
      return StageStatus.of(e.reason(), e.getMessage());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
          && e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      return StageStatus.of(
          Reason.GrafanaNamespaceNotWritable,
          "the data source cannot be put into namespace %s of spec.monitoring.grafanaNamespace"
                  .formatted(namespace)
              + (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                  ? ", which does not exist: name the one Grafana runs in, or set dashboards: false"
                  : ", where this operator has no right to: set grafanaNamespace of its chart"));
    }
  }

  private static void removeFrom(StageContext context, String namespace) {
    var name = new GrafanaNames(context.names()).dataSourceSecret();
    try {
      context.children().deleteInNamespace(ResourceKind.SECRET, namespace, name);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      context
          .events()
          .publish(
              Reason.CleanupTimedOut,
              "no right to delete Secret %s in namespace %s: delete it".formatted(name, namespace));
    }
  }
}
