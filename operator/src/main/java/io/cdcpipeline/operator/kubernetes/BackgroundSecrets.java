package io.cdcpipeline.operator.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.Optional;

/**
 * The Secrets of one pipeline outside its reconciles: its own as the informer shows them, others
 * from the API server. Holds no context of a reconcile.
 */
final class BackgroundSecrets implements SecretReader {
  private final KubernetesClient client;
  private final String namespace;
  private final ChildInformers informers;
  private final Origin origin;
  private final RecentAuthorities authorities;

  BackgroundSecrets(
      KubernetesClient client,
      String namespace,
      ChildInformers informers,
      Origin origin,
      RecentAuthorities authorities) {
    this.client = client;
    this.namespace = namespace;
    this.informers = informers;
    this.origin = origin;
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
