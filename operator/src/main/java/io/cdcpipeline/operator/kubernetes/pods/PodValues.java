package io.cdcpipeline.operator.kubernetes.pods;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Values that the API server would refuse in the pod itself, where only another operator's log says
 * so (Kubernetes 1.35 pkg/apis/core/validation).
 */
final class PodValues {
  private PodValues() {}

  static void problems(JsonNode template, List<String> problems) {
    ObjectShape.AFFINITY.problems("pod.affinity", PodSetting.AFFINITY.in(template), problems);
    tolerations(PodSetting.TOLERATIONS.in(template), problems);
    onceSucceeded("container.probes.startup", PodSetting.STARTUP_PROBE.in(template), problems);
    onceSucceeded("container.probes.liveness", PodSetting.LIVENESS_PROBE.in(template), problems);
    seccomp("pod.securityContext", PodSetting.POD_SECURITY.in(template), problems);
    seccomp("container.securityContext", PodSetting.CONTAINER_SECURITY.in(template), problems);
  }

  private static void tolerations(JsonNode tolerations, List<String> problems) {
    for (int i = 0; i < tolerations.size(); i++) {
      var toleration = tolerations.get(i);
      var at = "pod.tolerations[" + i + "]";
      boolean exists = toleration.path("operator").asText().equals("Exists");
      if (exists && !toleration.path("value").asText().isEmpty()) {
        problems.add(at + ".value: operator Exists compares no value: remove it, or use Equal");
      } else if (!exists && toleration.path("key").asText().isEmpty()) {
        problems.add(at + ".key: missing: only operator Exists tolerates every taint");
      } else if (toleration.has("tolerationSeconds")
          && !toleration.path("effect").asText().equals("NoExecute")) {
        problems.add(at + ".tolerationSeconds: needs effect NoExecute");
      }
    }
  }

  private static void onceSucceeded(String at, JsonNode probe, List<String> problems) {
    if (probe.path("successThreshold").asInt(1) != 1) {
      problems.add(at + ".successThreshold: must be 1; only readiness may have more");
    }
  }

  private static void seccomp(String at, JsonNode security, List<String> problems) {
    var profile = security.path("seccompProfile");
    boolean local = profile.path("type").asText().equals("Localhost");
    if (local != profile.has("localhostProfile")) {
      problems.add(
          at
              + ".seccompProfile.localhostProfile: "
              + (local ? "missing: type Localhost needs it" : "only type Localhost has one"));
    }
  }
}
