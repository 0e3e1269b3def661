package io.cdcpipeline.operator.image;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** How a pod reaches the API server, for a process outside a pod. */
public final class PodAccess {
  private PodAccess() {}

  /** The environment that leads to that server, with the certificate and token of these files. */
  public static Map<String, String> environment(URI server, Path authority, Path token) {
    return Map.of(
        "KUBERNETES_SERVICE_HOST", server.getHost(),
        "KUBERNETES_SERVICE_PORT", String.valueOf(server.getPort()),
        "KUBERNETES_CERTS_CA_FILE", authority.toString(),
        "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString(),
        "KUBERNETES_AUTH_TRYKUBECONFIG", "false");
  }
}
