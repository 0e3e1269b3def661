package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.ManagedSearch;
import io.cdcpipeline.operator.kubernetes.SecretStore;
import io.cdcpipeline.operator.kubernetes.pods.PodServiceAccount;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.PlatformNamespaces;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the search stage creates of a pipeline, without a cluster. */
public final class SearchChildren {
  private SearchChildren() {}

  /**
   * The children, Secrets without their contents.
   *
   * @param pipeline with every default filled in
   */
  public static List<GenericKubernetesResource> of(CdcPipeline pipeline) {
    var names = ResourceNames.of(pipeline);
    var search = pipeline.getSpec().search();
    var children = new ArrayList<GenericKubernetesResource>();
    if (!search.hasElasticsearch()) {
      return children;
    }
    if (search.existing() == null) {
      children.add(secret(names, names.elasticsearchRoles()));
      ElasticsearchUser.secrets(names).forEach(name -> children.add(secret(names, name)));
      var template = search.managed().template();
      if (PodServiceAccount.isWanted(template)) {
        children.add(SearchPods.elasticsearchAccount(names, template));
      }
      children.add(ElasticsearchManifest.desired(names, pipeline.getSpec()));
    }
    if (PodServiceAccount.isWanted(SearchPods.template(search.filebeat()))) {
      children.add(SearchPods.filebeatAccount(names, search.filebeat()));
    }
    children.add(FilebeatNetworkPolicy.desired(names, PlatformNamespaces.DEFAULTS));
    var output = SearchStage.backend(pipeline).output();
    children.add(FilebeatManifest.desired(names, search.filebeat(), output, ""));
    return children;
  }

  /** The first thing in the spec that this stage cannot take, with its path; empty if none. */
  public static Optional<String> problem(CdcPipeline pipeline) {
    var search = pipeline.getSpec().search();
    if (!search.hasElasticsearch()) {
      return Optional.empty();
    }
    var elasticsearch =
        search.existing() != null ? Optional.<String>empty() : problem(search.managed());
    return elasticsearch.or(() -> SearchPods.problem(search.filebeat()));
  }

  static Optional<String> problem(ManagedSearch managed) {
    return SearchPods.problem(managed).or(() -> ElasticsearchSettings.problem(managed));
  }

  private static GenericKubernetesResource secret(ResourceNames names, String name) {
    return SecretStore.desired(names, name, ComponentName.SEARCH, Map.of());
  }
}
