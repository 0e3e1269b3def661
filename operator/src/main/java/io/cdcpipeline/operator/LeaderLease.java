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
 * What the SDK's leader election does not do with its Lease: give it an owner, because no chart has
 * created it, and give it up when the process ends.
 */
final class LeaderLease {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderLease.class);
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  /** Nobody holds it any more; the least duration that the API server accepts. */
  private static final String RELEASED =
      """
      {"metadata": {"resourceVersion": "%s"},
       "spec": {"holderIdentity": null, "leaseDurationSeconds": 1}}
      """;

  private final KubernetesClient client;
  private final String namespace;
  private final String deployment;
  private final String identity;
  private volatile boolean held;

  /**
   * Reads nothing yet.
   *
   * @param namespace of both
   * @param deployment with which the Lease is deleted; "" for none
   * @param identity of this process, as holder of the Lease
   */
  LeaderLease(KubernetesClient client, String namespace, String deployment, String identity) {
    this.client = client;
    this.namespace = namespace;
    this.deployment = deployment;
    this.identity = identity;
  }

  /**
   * This process leads, so the Lease exists: makes the operator's Deployment its owner, with which
   * the garbage collector deletes it. Nothing depends on it: failures are logged.
   */
  void claim() {
    held = true;
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

  /**
   * Lets a standby lead at once if this process does, instead of after the rest of the Lease's 15
   * seconds. Only once nothing reconciles any more. On a failure the Lease expires.
   */
  void release() {
    if (!held) {
      return;
    }
    try {
      var live = lease().get();
      if (live != null && identity.equals(live.getSpec().getHolderIdentity())) {
        lease().patch(MERGE, RELEASED.formatted(live.getMetadata().getResourceVersion()));
      }
    } catch (KubernetesClientException e) {
      LOG.warn("the next leader waits until the Lease expires: {}", e.getMessage());
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
