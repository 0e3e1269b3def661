package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.FilebeatSpec;
import io.cdcpipeline.operator.api.ManagedSearch;
import io.cdcpipeline.operator.api.template.PodTemplate;
import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.cdcpipeline.operator.kubernetes.pods.PodPlaces;
import io.cdcpipeline.operator.kubernetes.pods.PodRules;
import io.cdcpipeline.operator.kubernetes.pods.PodServiceAccount;
import io.cdcpipeline.operator.kubernetes.pods.PodSetting;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;
import java.util.Optional;

/** Where ECK 3.5.0 takes pod templates: a whole podTemplate, in which it fills the gaps. */
final class SearchPods {
  static final String CLUSTER_LABEL = "elasticsearch.k8s.elastic.co/cluster-name";

  private static final String NODES = "/spec/nodeSets/0/podTemplate";
  private static final String SHIPPERS = "/spec/daemonSet/podTemplate";
  private static final String RESOURCES = "/spec/containers/0/resources";
  private static final String ROOT = "/spec/securityContext/runAsUser";
  private static final String NEEDS_ROOT =
      "log files of nodes belong to root, so Filebeat runs as root: remove it";

  private static final PodRules ELASTICSEARCH =
      rules("spec.search.managed.template")
          .owningKeys("elasticsearch.k8s.elastic.co/")
          .owningVariables("POD_IP", "POD_NAME", "NODE_NAME", "NAMESPACE", "HEADLESS_SERVICE_NAME")
          .owningVariables("PROBE_*", "READINESS_PROBE_PROTOCOL")
          // elastic.co/guide/en/cloud-on-k8s, Readiness probe
          .refusing(
              PodSetting.READINESS_PROBE,
              "ECK asks Elasticsearch's own readiness port and advises against another probe");
  private static final PodRules FILEBEAT =
      rules("spec.search.filebeat.template")
          .owningKeys("beat.k8s.elastic.co/")
          .owningVariables("ES_USERNAME", "ES_PASSWORD")
          .refusing(PodSetting.READINESS_PROBE, "ECK gives Filebeat no probe: remove it")
          .refusing(PodSetting.TOPOLOGY_SPREAD, "Filebeat already runs once on every node")
          .refusing("pod.securityContext.runAsUser", NEEDS_ROOT)
          .refusing("pod.securityContext.runAsNonRoot", NEEDS_ROOT)
          .refusing("container.securityContext.runAsUser", NEEDS_ROOT)
          .refusing("container.securityContext.runAsNonRoot", NEEDS_ROOT);

  private SearchPods() {}

  static Optional<String> problem(ManagedSearch elasticsearch) {
    return ELASTICSEARCH.problem(elasticsearch.template());
  }

  static Optional<String> problem(FilebeatSpec filebeat) {
    return FILEBEAT.problem(template(filebeat));
  }

  static GenericKubernetesResource elasticsearch(
      ManifestTemplate manifest, ResourceNames names, PodTemplate template) {
    var pods = Map.of(CLUSTER_LABEL, names.elasticsearch());
    return shaped(manifest, NODES, template, pods, names.serviceAccount("es"));
  }

  static GenericKubernetesResource filebeat(
      ManifestTemplate manifest, ResourceNames names, FilebeatSpec filebeat) {
    var account = names.serviceAccount("filebeat");
    if (filebeat != null) {
      manifest.set("/spec/image", filebeat.image());
      manifest.set(SHIPPERS + RESOURCES, filebeat.resources());
    }
    shaped(manifest, SHIPPERS, template(filebeat), Map.of(), account);
    return manifest.set(SHIPPERS + ROOT, 0).build();
  }

  static GenericKubernetesResource elasticsearchAccount(ResourceNames names, PodTemplate template) {
    return account(names, "es", template);
  }

  static GenericKubernetesResource filebeatAccount(ResourceNames names, FilebeatSpec filebeat) {
    return account(names, "filebeat", template(filebeat));
  }

  /** Null for none. */
  static PodTemplate template(FilebeatSpec filebeat) {
    return filebeat == null ? null : filebeat.template();
  }

  private static GenericKubernetesResource account(
      ResourceNames names, String pods, PodTemplate template) {
    return PodServiceAccount.desired(
        names, names.serviceAccount(pods), ComponentName.SEARCH, template);
  }

  private static GenericKubernetesResource shaped(
      ManifestTemplate manifest,
      String at,
      PodTemplate template,
      Map<String, String> pods,
      String account) {
    if (PodServiceAccount.isWanted(template)) {
      manifest.set(at + "/spec/serviceAccountName", account);
    }
    return PodPlaces.none()
        .metadata(at + "/metadata")
        .pod(at + "/spec")
        .container(at + "/spec/containers/0")
        .write(manifest, template, pods)
        .build();
  }

  private static PodRules rules(String path) {
    var none = "ECK gives its pods no such probe: remove it";
    return PodRules.of(path)
        .owningKeys("common.k8s.elastic.co/")
        .refusing(PodSetting.STARTUP_PROBE, none)
        .refusing(PodSetting.LIVENESS_PROBE, none);
  }
}
