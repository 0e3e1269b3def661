package io.cdcpipeline.local.cluster;

import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Supervisor;
import io.cdcpipeline.testkit.apiserver.Pods;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What every stand-in works with: a namespace of an API server, addresses and child processes.
 *
 * @param pods where our own API server finds logs and metrics; empty for another server, in which
 *     Pods would be scheduled
 */
public record Cluster(
    KubernetesClient client,
    Optional<Pods> pods,
    String namespace,
    ServiceNames names,
    Addresses addresses,
    ChildProcesses children,
    Supervisor supervisor,
    Path directory) {

  /** The field manager of everything that stand-ins apply. */
  private static final String MANAGER = "cdc-pipeline-local";

  /** From now on Services lead to the process, and the API has a Pod for it. */
  public void addPod(Pod pod) {
    names.add(pod);
    pods.ifPresent(own -> new PodObject(client, namespace).create(pod));
  }

  /** The process has ended. */
  public void removePod(String name) {
    names.remove(name);
    pods.ifPresent(own -> own.remove(namespace, name));
    pods.ifPresent(own -> new PodObject(client, namespace).delete(name));
  }

  /** The host names of all Services, for JVMs. */
  public Path hostsFile() {
    return directory.resolve("hosts");
  }

  public static ResourceDefinitionContext kind(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    String lower = kind.toLowerCase(Locale.ROOT);
    return new ResourceDefinitionContext.Builder()
        .withGroup(apiVersion.substring(0, slash))
        .withVersion(apiVersion.substring(slash + 1))
        .withKind(kind)
        .withPlural(lower.endsWith("search") ? lower + "es" : lower + "s")
        .withNamespaced(true)
        .build();
  }

  public Informable<GenericKubernetesResource> all(ResourceDefinitionContext kind) {
    return client.genericKubernetesResources(kind).inNamespace(namespace);
  }

  public Optional<GenericKubernetesResource> find(ResourceDefinitionContext kind, String name) {
    return Optional.ofNullable(
        client.genericKubernetesResources(kind).inNamespace(namespace).withName(name).get());
  }

  /** Writes the status through the subresource, as its operator would, and only if it differs. */
  public void writeStatus(GenericKubernetesResource object, Map<String, Object> status) {
    Object current = object.get("status");
    if (Serialization.asJson(status).equals(Serialization.asJson(current))) {
      return;
    }
    client
        .genericKubernetesResources(kind(object.getApiVersion(), object.getKind()))
        .inNamespace(namespace)
        .withName(object.getMetadata().getName())
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("status", status)));
  }

  /** Applies a ClusterIP Service as the replaced operator would, owned by {@code owner}. */
  public void applyService(
      GenericKubernetesResource owner, String name, Map<String, String> selector, int... ports) {
    ServiceBuilder service =
        new ServiceBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .withOwnerReferences(Owner.of(owner))
            .endMetadata()
            .withNewSpec()
            .withSelector(selector)
            .endSpec();
    for (int port : ports) {
      service
          .editSpec()
          .addNewPort()
          .withName("tcp-" + port)
          .withPort(port)
          .withProtocol("TCP")
          .endPort()
          .endSpec();
    }
    Service wanted = service.build();
    client.resource(wanted).fieldManager(MANAGER).forceConflicts().serverSideApply();
  }

  /** The decoded value of a key in a Secret. */
  public Optional<String> secret(String name, String key) {
    return Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get())
        .map(secret -> secret.getData().get(key))
        .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8));
  }

  /** Applies a Secret that is deleted with its owner. */
  public void applySecret(GenericKubernetesResource owner, String name, Map<String, String> data) {
    Map<String, String> encoded = new TreeMap<>();
    data.forEach(
        (key, value) ->
            encoded.put(
                key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .withOwnerReferences(Owner.of(owner))
            .endMetadata()
            .withType("Opaque")
            .withData(encoded)
            .build();
    client.resource(secret).fieldManager(MANAGER).forceConflicts().serverSideApply();
  }
}
