package io.cdcpipeline.operator.kubernetes;

import io.cdcpipeline.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** Server-side apply that never takes over an object somebody else created. */
final class ServerSideApply {
  private final KubernetesClient client;
  private final Origin origin;

  ServerSideApply(KubernetesClient client, Origin origin) {
    this.client = client;
    this.origin = origin;
  }

  /**
   * Creates the object, or applies it to one of ours that lost its labels and is therefore missing
   * from the informer.
   *
   * @throws io.cdcpipeline.operator.status.StageException with NameConflict when the object exists
   *     and is not ours
   */
  GenericKubernetesResource create(GenericKubernetesResource desired) {
    return createIfAbsent(desired).orElseGet(() -> reclaim(desired));
  }

  /** Creates the object; empty if one of its name exists, which stays as it is. */
  Optional<GenericKubernetesResource> createIfAbsent(GenericKubernetesResource desired) {
    // With a resource version, an apply cannot create over an object that already exists.
    desired.getMetadata().setResourceVersion("1");
    try {
      return Optional.of(update(desired));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      return Optional.empty();
    } finally {
      desired.getMetadata().setResourceVersion(null);
    }
  }

  /** Applies the fields we own to an object known to be ours. */
  GenericKubernetesResource update(GenericKubernetesResource desired) {
    return client
        .resource(desired)
        .fieldManager(Labels.FIELD_MANAGER)
        .forceConflicts()
        .serverSideApply();
  }

  private GenericKubernetesResource reclaim(GenericKubernetesResource desired) {
    var live = client.resource(desired).get();
    if (live != null) {
      origin.requireOurs(live);
    }
    return update(desired);
  }
}
