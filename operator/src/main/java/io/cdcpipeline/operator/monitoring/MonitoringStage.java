package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Monitors, alert rules, the dashboard and its data source. */
public final class MonitoringStage implements Stage {
  private static final List<ResourceKind> KINDS =
      List.of(
          MonitorManifests.SERVICES,
          MonitorManifests.PODS,
          AlertRulesManifest.KIND,
          ResourceKind.CONFIG_MAP);

  private final GrafanaDataSourcePublisher dataSource = new GrafanaDataSourcePublisher();
  private final PrometheusLookup prometheus = new PrometheusLookup();
  private final String runbookUrl;

  /**
   * A stage whose alerts lead to a page with a section for each.
   *
   * @param runbookUrl without an anchor
   */
  public MonitoringStage(String runbookUrl) {
    this.runbookUrl = runbookUrl;
  }

  @Override
  public ConditionType type() {
    return ConditionType.MONITORING;
  }

  @Override
  public StageStatus reconcile(StageContext context) {
    var grafana = dataSource.reconcile(context);
    var kinds = KINDS.stream().filter(context.children()::isKindAvailable).toList();
    context
        .children()
        .applyUnlessUnchanged(ComponentName.MONITORING, kinds, () -> applyChildren(context, kinds));
    if (!context.spec().monitoring().enabled()) {
      return StageStatus.of(Reason.Disabled, "spec.monitoring.enabled is false");
    }
    return grafana.verdict().reason() == Reason.Ready ? selected(context) : grafana;
  }

  /** Whether somebody reads what is there. */
  private StageStatus selected(StageContext context) {
    return prometheus
        .complaint(context)
        .map(complaint -> StageStatus.of(Reason.MonitorsNotSelected, complaint))
        .orElseGet(() -> StageStatus.ready("monitors, rules and dashboards are up to date"));
  }

  @Override
  public boolean cleanup(StageContext context) {
    GrafanaDataSourcePublisher.remove(context);
    return true;
  }

  List<GenericKubernetesResource> desired(CdcPipeline pipeline) {
    var monitoring = pipeline.getSpec().monitoring();
    var desired = new ArrayList<GenericKubernetesResource>();
    if (monitoring.enabled()) {
      if (monitoring.dashboards()) {
        desired.add(DashboardManifest.desired(pipeline));
        if (pipeline.getSpec().search().enabled() && pipeline.getSpec().search().loki() != null) {
          desired.add(LokiDashboard.desired(pipeline));
        }
      }
      desired.addAll(MonitorManifests.desired(pipeline));
      if (monitoring.alerts()) {
        desired.add(AlertRulesManifest.desired(pipeline, runbookUrl));
      }
    }
    return desired;
  }

  private void applyChildren(StageContext context, List<ResourceKind> kinds) {
    var desired = desired(context.pipeline());
    for (var kind : kinds) {
      var names =
          desired.stream()
              .filter(child -> child.getKind().equals(kind.kind()))
              .map(child -> child.getMetadata().getName())
              .collect(Collectors.toSet());
      context.children().prune(kind, ComponentName.MONITORING, names);
    }
    // The dashboard comes first, because it needs no CRD.
    desired.forEach(context.children()::apply);
  }
}
