package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.Component;
import io.cdcpipeline.operator.api.ManagedDatabase;
import io.cdcpipeline.operator.api.template.PodSettings;
import io.cdcpipeline.operator.api.template.PodTemplate;
import io.cdcpipeline.operator.api.template.TopologySpread;
import io.cdcpipeline.operator.api.template.UnsatisfiableAction;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.pods.PodPlaces;
import io.cdcpipeline.operator.kubernetes.pods.PodRules;
import io.cdcpipeline.operator.kubernetes.pods.PodSetting;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where TiDB Operator v1.6.6 takes pod templates: fields of its own in each component. */
final class TidbV1Pods {
  private static final String SPREAD = "/topologySpreadConstraints";
  private static final String NOT_V1 = "TiDB Operator v1 has no such field: remove it";

  /** PD finds its members through a pod of v1's own, which has to start on the same nodes. */
  private static final PodPlaces DISCOVERY =
      places("/spec/discovery")
          .without(PodSetting.ENV, PodSetting.TOPOLOGY_SPREAD, PodSetting.READINESS_PROBE);

  private TidbV1Pods() {}

  /** What the templates of the spec have that this version does not take. */
  static Optional<String> problem(ManagedDatabase database) {
    return TidbPods.problem(database, TidbV1Pods::ofVersion)
        .or(
            () ->
                TidbPods.components(database).entrySet().stream()
                    .flatMap(c -> schedulesAnyway(c.getKey(), c.getValue()).stream())
                    .findFirst());
  }

  private static PodRules ofVersion(PodRules rules) {
    return rules
        .refusing("container.probes.readiness.timeoutSeconds", NOT_V1)
        .refusing("container.probes.readiness.successThreshold", NOT_V1)
        .refusing("container.probes.readiness.failureThreshold", NOT_V1)
        .refusing("pod.topologySpreadConstraints[].nodeTaintsPolicy", NOT_V1)
        .refusing("pod.topologySpreadConstraints[].matchLabelKeys", NOT_V1);
  }

  private static Optional<String> schedulesAnyway(String name, Component component) {
    return spread(component).stream()
        .filter(c -> c.whenUnsatisfiable() == UnsatisfiableAction.SCHEDULE_ANYWAY)
        .findFirst()
        .map(
            c ->
                "spec.database.managed.%s.template.pod.topologySpreadConstraints: TiDB Operator v1"
                        .formatted(name)
                    + " knows only whenUnsatisfiable: DoNotSchedule");
  }

  private static List<TopologySpread> spread(Component component) {
    return Optional.ofNullable(component.template())
        .map(PodTemplate::pod)
        .map(PodSettings::topologySpreadConstraints)
        .orElse(List.of());
  }

  static void shape(ManifestTemplate manifest, ResourceNames names, ManagedDatabase database) {
    TidbPods.components(database).forEach((name, c) -> shape(manifest, names, name, c));
    DISCOVERY.write(manifest, database.pd().template(), Map.of());
  }

  private static void shape(
      ManifestTemplate manifest, ResourceNames names, String name, Component component) {
    var at = "/spec/" + name;
    manifest.set(at + "/serviceAccount", TidbPods.serviceAccount(names, name, component));
    places(at).write(manifest, component.template(), Map.of());
    for (int i = 0; i < spread(component).size(); i++) {
      // It is always this one, and v1 adds the selector too.
      manifest.remove(at + SPREAD + "/" + i + "/whenUnsatisfiable");
    }
  }

  private static PodPlaces places(String component) {
    return PodPlaces.none()
        .metadata(component)
        .pod(component)
        .without(PodSetting.POD_SECURITY)
        .with(PodSetting.POD_SECURITY, component + "/podSecurityContext")
        .container(component)
        .with(PodSetting.READINESS_PROBE, component + "/readinessProbe");
  }
}
