package io.cdcpipeline.cli.cluster;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds that an API server serves, each version asked for once. */
public final class Kinds {
  private final Cluster cluster;
  private final Map<String, List<APIResource>> known = new HashMap<>();

  public Kinds(Cluster cluster) {
    this.cluster = cluster;
  }

  /** How objects of that kind are reached; empty if the cluster does not know it. */
  public Optional<ResourceDefinitionContext> find(String apiVersion, String kind) {
    return of(apiVersion).stream()
        .filter(resource -> resource.getKind().equals(kind))
        .findFirst()
        .map(resource -> context(apiVersion, resource));
  }

  /** Everything in a namespace that can be listed. */
  public List<ResourceDefinitionContext> listable(String apiVersion) {
    return of(apiVersion).stream()
        .filter(resource -> Boolean.TRUE.equals(resource.getNamespaced()))
        .filter(resource -> resource.getVerbs() == null || resource.getVerbs().contains("list"))
        .map(resource -> context(apiVersion, resource))
        .toList();
  }

  private List<APIResource> of(String apiVersion) {
    return known.computeIfAbsent(
        apiVersion,
        version -> {
          var served = cluster.ask(c -> c.getApiResources(version));
          return served == null
              ? List.of()
              : served.getResources().stream().filter(r -> !r.getName().contains("/")).toList();
        });
  }

  private static ResourceDefinitionContext context(String apiVersion, APIResource resource) {
    int slash = apiVersion.indexOf('/');
    return new ResourceDefinitionContext.Builder()
        .withGroup(slash < 0 ? "" : apiVersion.substring(0, slash))
        .withVersion(apiVersion.substring(slash + 1))
        .withKind(resource.getKind())
        .withPlural(resource.getName())
        .withNamespaced(Boolean.TRUE.equals(resource.getNamespaced()))
        .build();
  }
}
