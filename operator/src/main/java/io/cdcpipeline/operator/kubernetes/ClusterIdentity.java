package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.function.Supplier;

/**
 * Tells this cluster from others that use the same remote systems: a configured id, or the uid of
 * the namespace kube-system, which lives as long as its cluster. Read once, when first needed.
 */
public final class ClusterIdentity implements Supplier<String> {
  private static final String NAMESPACE = "kube-system";

  private final KubernetesClient client;
  private volatile String id;

  /**
   * Reads nothing yet.
   *
   * @param configured "" to use the uid
   */
  public ClusterIdentity(KubernetesClient client, String configured) {
    this.client = client;
    this.id = configured;
  }

  /**
   * The id.
   *
   * @throws StageException when it is not configured and cannot be read
   */
  @Override
  public String get() {
    if (id.isEmpty()) {
      id = uid();
    }
    return id;
  }

  private String uid() {
    try {
      Namespace namespace = client.namespaces().withName(NAMESPACE).get();
      if (namespace == null) {
        throw new StageException(
            Reason.InvalidReference,
            "there is no namespace kube-system whose uid could identify this cluster: set the"
                + " chart's clusterId");
      }
      return namespace.getMetadata().getUid();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        throw new StageException(
            Reason.Forbidden,
            "this operator may not get the namespace kube-system, whose uid identifies this"
                + " cluster: grant it (helm chart, ClusterRole), or set the chart's clusterId");
      }
      throw StageException.of(e);
    }
  }
}
