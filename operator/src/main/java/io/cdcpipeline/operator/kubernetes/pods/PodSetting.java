package io.cdcpipeline.operator.kubernetes.pods;

import com.fasterxml.jackson.databind.JsonNode;

/** The settings of a pod template, each of which every operator has its own place for. */
public enum PodSetting {
  LABELS("metadata.labels"),
  ANNOTATIONS("metadata.annotations"),
  AFFINITY("pod.affinity"),
  TOLERATIONS("pod.tolerations"),
  NODE_SELECTOR("pod.nodeSelector"),
  TOPOLOGY_SPREAD("pod.topologySpreadConstraints"),
  PRIORITY_CLASS("pod.priorityClassName"),
  PULL_SECRETS("pod.imagePullSecrets"),
  POD_SECURITY("pod.securityContext"),
  ENV("container.env"),
  CONTAINER_SECURITY("container.securityContext"),
  STARTUP_PROBE("container.probes.startup"),
  LIVENESS_PROBE("container.probes.liveness"),
  READINESS_PROBE("container.probes.readiness"),
  SERVICE_ACCOUNT("serviceAccount.annotations");

  private final String path;

  PodSetting(String path) {
    this.path = path;
  }

  /** As users write it, below {@code template}. */
  public String path() {
    return path;
  }

  /** Its value in a template; missing or empty when it is not given. */
  JsonNode in(JsonNode template) {
    return template.at("/" + path.replace('.', '/'));
  }
}
