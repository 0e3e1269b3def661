package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Monitors, alert rules, and what Grafana shows. */
public final class MonitoringStage implements Stage {
  static final String COMPONENT = "monitoring";
  private static final List<ResourceKind> KINDS =
      List.of(
          MonitorManifests.SERVICES,
          MonitorManifests.PODS,
          AlertRulesManifest.KIND,
          ResourceKind.CONFIG_MAP);

  @Override
  public ConditionType type() {
    return ConditionType.MONITORING;
  }

  @Override
  public StageStatus reconcile(StageContext context) {
    var grafana = GrafanaDataSourcePublisher.reconcile(context);
    var kinds = KINDS.stream().filter(context.children()::isKindAvailable).toList();
    context.children().applyUnlessUnchanged(COMPONENT, kinds, () -> children(context, kinds));
    if (!context.spec().monitoring().enabled()) {
      return StageStatus.of(Reason.Disabled, "spec.monitoring.enabled is false");
    }
    return grafana;
  }

  @Override
  public boolean cleanup(StageContext context) {
    GrafanaDataSourcePublisher.remove(context);
    return true;
  }

  /** A child with the labels by which the user's Prometheus selects; ours stay what they are. */
  static ManifestTemplate withSelectorLabels(
      ManifestTemplate base, ResourceNames names, String name, CdcPipeline pipeline) {
    var labels = pipeline.getSpec().monitoring().labels();
    return base.named(names, name, COMPONENT)
        .setAll(labels == null ? Map.of() : labels, "metadata", "labels")
        .named(names, name, COMPONENT);
  }

  private static List<GenericKubernetesResource> wanted(CdcPipeline pipeline) {
    var monitoring = pipeline.getSpec().monitoring();
    var wanted = new ArrayList<GenericKubernetesResource>();
    if (monitoring.enabled()) {
      if (monitoring.dashboards()) {
        wanted.add(DashboardManifest.desired(pipeline));
      }
      wanted.addAll(MonitorManifests.desired(pipeline));
      if (monitoring.alerts()) {
        wanted.add(AlertRulesManifest.desired(pipeline));
      }
    }
    return wanted;
  }

  private static void children(StageContext context, List<ResourceKind> kinds) {
    var wanted = wanted(context.pipeline());
    for (var kind : kinds) {
      var names =
          wanted.stream()
              .filter(child -> child.getKind().equals(kind.kind()))
              .map(child -> child.getMetadata().getName())
              .collect(Collectors.toSet());
      context.children().prune(kind, COMPONENT, names);
    }
    // Dashboards first: they need nobody's CRD.
    wanted.forEach(context.children()::apply);
  }
}
