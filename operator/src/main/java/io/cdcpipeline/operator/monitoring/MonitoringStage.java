package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.Names;
import io.cdcpipeline.operator.Stage;
import io.cdcpipeline.operator.StageContext;
import io.cdcpipeline.operator.StageStatus;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.child.Manifest;
import io.cdcpipeline.operator.child.ResourceKind;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Monitors, alert rules, and what Grafana shows. */
public final class MonitoringStage implements Stage {
  static final String COMPONENT = "monitoring";
  private static final List<ResourceKind> KINDS =
      List.of(Monitors.SERVICES, Monitors.PODS, AlertRules.KIND, ResourceKind.CONFIG_MAP);

  @Override
  public ConditionType type() {
    return ConditionType.MONITORING;
  }

  @Override
  public StageStatus reconcile(StageContext context) {
    var grafana = DataSourcePlacement.reconcile(context);
    var kinds = KINDS.stream().filter(context.children()::supports).toList();
    context.children().unlessSettled(COMPONENT, kinds, () -> children(context, kinds));
    if (!context.spec().monitoring().enabled()) {
      return StageStatus.of(Reason.Disabled, "spec.monitoring.enabled is false");
    }
    return grafana;
  }

  @Override
  public boolean cleanup(StageContext context) {
    DataSourcePlacement.remove(context);
    return true;
  }

  /** A child with the labels by which the user's Prometheus selects; ours stay what they are. */
  static Manifest selected(Manifest base, Names names, String name, CdcPipeline pipeline) {
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
        wanted.add(Dashboard.desired(pipeline));
      }
      wanted.addAll(Monitors.desired(pipeline));
      if (monitoring.alerts()) {
        wanted.add(AlertRules.desired(pipeline));
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
