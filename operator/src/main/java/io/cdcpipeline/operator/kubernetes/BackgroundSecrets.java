package io.cdcpipeline.operator.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.Optional;

/**
 * The Secrets of one pipeline outside its reconciles: its own as the informer shows them, others
 * from the API server. Holds no context of a reconcile.
 */
public final class BackgroundSecrets implements SecretReader {
  private final KubernetesClient client;
  private final String namespace;
  private final ChildInformers informers;
  private final Origin origin;
  private final RecentAuthorities authorities;

  /**
   * Of a pipeline in that namespace.
   *
   * @param applied by which its own Secrets are known
   */
  public BackgroundSecrets(
      KubernetesClient client,
      String namespace,
      ChildInformers informers,
      AppliedState applied,
      RecentAuthorities authorities) {
    this.client = client;
    this.namespace = namespace;
    this.informers = informers;
    this.origin = applied.origin();
    this.authorities = authorities;
  }

  @Override
  public Optional<Map<String, String>> read(String name) {
    return informers
        .running(ResourceKind.SECRET)
        .flatMap(informer -> informer.get(new ResourceID(name, namespace)))
        .filter(origin::isOurs)
        .map(SecretStore::decode)
        .or(() -> SecretStore.uncached(client, namespace).read(name));
  }

  @Override
  public Optional<String> authority(String name) {
    return authorities.get(namespace, name, this);
  }
}
