package io.cdcpipeline.cli.smoke;

import io.cdcpipeline.operator.kubernetes.ManifestTemplate;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the test consists of, in the order in which it is created. The chart's {@code helm test} has
 * the same.
 *
 * @param prometheus URL; "" where there is none
 */
record SmokeObjects(
    SmokeTarget target, OperatorDeployment operator, SmokeOptions options, String prometheus) {
  private static final String RBAC = "rbac.authorization.k8s.io";
  private static final String CONTAINER = "/spec/template/spec/containers/0";

  List<GenericKubernetesResource> all() {
    return List.of(serviceAccount(), role(), roleBinding(), job());
  }

  private GenericKubernetesResource serviceAccount() {
    return named(SmokeManifests.bare("v1", "ServiceAccount"), operator.namespace()).build();
  }

  private GenericKubernetesResource role() {
    return named(SmokeManifests.ROLE.get(), target.namespace())
        .set("/rules/0/resourceNames", List.of(target.pipeline()))
        .set("/rules/1/resourceNames", target.secrets())
        .set("/rules/2/resourceNames", List.of(target.dashboard()))
        .build();
  }

  private GenericKubernetesResource roleBinding() {
    var subject =
        new TreeMap<>(
            Map.of(
                "kind", "ServiceAccount",
                "name", target.objectName(),
                "namespace", operator.namespace()));
    return named(SmokeManifests.bare(RBAC + "/v1", "RoleBinding"), target.namespace())
        .set("/roleRef", Map.of("apiGroup", RBAC, "kind", "Role", "name", target.objectName()))
        .set("/subjects", List.of(subject))
        .build();
  }

  private GenericKubernetesResource job() {
    var pod = operator.pod();
    var container = operator.container();
    return named(SmokeManifests.JOB.get(), operator.namespace())
        .setAll("/spec/template/metadata/labels", SmokeManifests.LABELS)
        // Ends the pod too, if nobody is there to do it.
        .set("/spec/activeDeadlineSeconds", Math.max(1, options.timeout.toSeconds()))
        .set("/spec/template/spec/serviceAccountName", target.objectName())
        .set("/spec/template/spec/imagePullSecrets", orNull(pod.getImagePullSecrets()))
        .set("/spec/template/spec/nodeSelector", pod.getNodeSelector())
        .set("/spec/template/spec/tolerations", orNull(pod.getTolerations()))
        .set("/spec/template/spec/priorityClassName", pod.getPriorityClassName())
        .set("/spec/template/spec/securityContext", pod.getSecurityContext())
        .set(CONTAINER + "/image", container.getImage())
        .set(CONTAINER + "/imagePullPolicy", container.getImagePullPolicy())
        .set(CONTAINER + "/securityContext", container.getSecurityContext())
        .set(CONTAINER + "/env", environment())
        .build();
  }

  private List<Map<String, String>> environment() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("SMOKE_PIPELINE", target.namespace() + "/" + target.pipeline());
    settings.put("SMOKE_DATABASE", options.database == null ? "" : options.database);
    settings.put("SMOKE_DASHBOARDS", target.dashboard());
    settings.put("SMOKE_TIMEOUT", String.valueOf(Math.max(1, options.hopTimeout.toSeconds())));
    settings.put("SMOKE_SKIP", options.skip == null ? "" : String.join(",", options.skip));
    settings.put("PROMETHEUS_URL", prometheus);
    return settings.entrySet().stream()
        .map(setting -> Map.of("name", setting.getKey(), "value", setting.getValue()))
        .toList();
  }

  private ManifestTemplate named(ManifestTemplate template, String namespace) {
    return template
        .set("/metadata/name", target.objectName())
        .set("/metadata/namespace", namespace)
        .setAll("/metadata/labels", SmokeManifests.LABELS);
  }

  private static <T> List<T> orNull(List<T> list) {
    return list.isEmpty() ? null : list;
  }
}
