package io.cdcpipeline.operator;

import io.cdcpipeline.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the operator's Deployment the owner of its Lease, which no chart has created: when the
 * Deployment is deleted, the garbage collector deletes the Lease.
 */
final class LeaseOwner {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseOwner.class);
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final String namespace;
  private final String deployment;

  /**
   * Reads nothing yet.
   *
   * @param namespace of both
   * @param deployment "" if the operator is none
   */
  LeaseOwner(KubernetesClient client, String namespace, String deployment) {
    this.client = client;
    this.namespace = namespace;
    this.deployment = deployment;
  }

  /**
   * Once this process leads, so that the Lease exists. Nothing depends on it: failures are logged.
   */
  void claim() {
    if (deployment.isEmpty()) {
      return;
    }
    try {
      var owner = client.apps().deployments().inNamespace(namespace).withName(deployment).get();
      if (owner != null) {
        lease().patch(MERGE, ownedBy(owner));
      }
    } catch (KubernetesClientException e) {
      LOG.warn("the Lease will stay when the operator is uninstalled: {}", e.getMessage());
    }
  }

  private Resource<Lease> lease() {
    return client.leases().inNamespace(namespace).withName(Labels.OPERATOR);
  }

  /** The merge patch; it leaves the election's own fields alone. */
  private static String ownedBy(Deployment owner) {
    var reference =
        new OwnerReferenceBuilder()
            .withApiVersion("apps/v1")
            .withKind("Deployment")
            .withName(owner.getMetadata().getName())
            .withUid(owner.getMetadata().getUid())
            .build();
    return Serialization.asJson(Map.of("metadata", Map.of("ownerReferences", List.of(reference))));
  }
}
