package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.Component;
import io.cdcpipeline.operator.api.ManagedDatabase;
import io.cdcpipeline.operator.kubernetes.ChildResources;
import io.cdcpipeline.operator.kubernetes.pods.PodRules;
import io.cdcpipeline.operator.kubernetes.pods.PodServiceAccount;
import io.cdcpipeline.operator.kubernetes.pods.PodSetting;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the pod templates of the four components have in common for both versions of the operator.
 */
final class TidbPods {
  private static final String NO_PROBE = "TiDB Operator gives its pods no such probe: remove it";

  /** Of the start scripts and the operator's own checks, in either version. */
  private static final String[] VARIABLES = {
    "NAMESPACE",
    "CLUSTER_NAME",
    "HEADLESS_SERVICE_NAME",
    "SERVICE_NAME",
    "PEER_SERVICE_NAME",
    "SET_NAME",
    "HOSTNAME",
    "POD_NAME",
    "POD_IP",
    "CAPACITY",
    "TZ",
    "BINLOG_ENABLED",
    "SLOW_LOG_FILE",
    "TICDC_*"
  };

  private TidbPods() {}

  /** The components by TiDB Operator's name of their container. */
  static Map<String, Component> components(ManagedDatabase database) {
    var components = new LinkedHashMap<String, Component>();
    components.put("pd", database.pd());
    components.put("tikv", database.tikv());
    components.put("tidb", database.tidb());
    components.put("ticdc", database.ticdc());
    return components;
  }

  /**
   * What the templates have that TiDB Operator does not take.
   *
   * @param ofVersion adds what its version does not take
   */
  static Optional<String> problem(ManagedDatabase database, UnaryOperator<PodRules> ofVersion) {
    return components(database).entrySet().stream()
        .map(c -> ofVersion.apply(rules(c.getKey())).problem(c.getValue().template()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static PodRules rules(String component) {
    var rules =
        PodRules.of("spec.database.managed." + component + ".template")
            .owningKeys("pingcap.com/", "tidb.pingcap.com/")
            .owningVariables(VARIABLES)
            .refusing(PodSetting.STARTUP_PROBE, NO_PROBE)
            .refusing(PodSetting.LIVENESS_PROBE, NO_PROBE);
    return component.equals("tidb") ? rules : rules.refusing(PodSetting.READINESS_PROBE, NO_PROBE);
  }

  /** The labels of a component's pods, which both versions write. */
  static Map<String, String> selector(ResourceNames names, String component) {
    var labels = new LinkedHashMap<>(TicdcService.pods(names));
    labels.put(Labels.COMPONENT, component);
    return labels;
  }

  /** The ServiceAccount of a component's pods; null for the default one. */
  static String serviceAccount(ResourceNames names, String component, Component spec) {
    return PodServiceAccount.isWanted(spec.template()) ? names.serviceAccount(component) : null;
  }

  /** Makes the ServiceAccounts what the templates ask for. They stay as long as the pods do. */
  static void applyServiceAccounts(ChildResources children, CdcPipeline pipeline) {
    components(pipeline.getSpec().database().managed())
        .forEach(
            (name, component) ->
                PodServiceAccount.follow(
                    children,
                    serviceAccountManifest(pipeline, name, component),
                    component.template(),
                    children::applyRetained));
  }

  static GenericKubernetesResource serviceAccountManifest(
      CdcPipeline pipeline, String name, Component component) {
    var names = ResourceNames.of(pipeline);
    return PodServiceAccount.desired(
        names, names.serviceAccount(name), ComponentName.DATABASE, component.template());
  }
}
