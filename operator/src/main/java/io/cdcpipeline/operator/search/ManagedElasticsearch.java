package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.Endpoints;
import io.cdcpipeline.operator.api.SecretNames;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.kubernetes.PodDiagnostics;
import io.cdcpipeline.operator.kubernetes.SecretReader;
import io.cdcpipeline.operator.kubernetes.pods.PodServiceAccount;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusSections;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;

/**
 * An Elasticsearch of the pipeline's own, run by ECK. Its data and its users may outlive the
 * pipeline, so neither has an owner reference.
 */
record ManagedElasticsearch(CdcPipeline pipeline) implements SearchBackend {
  private static final String ROLES = IndexTemplate.read("roles.yml");

  @Override
  public Prepared prepare(StageContext context) {
    var managed = pipeline.getSpec().search().managed();
    var invalid = SearchChildren.problem(managed);
    if (invalid.isEmpty()) {
      context
          .children()
          .applyUnlessUnchanged(ComponentName.SEARCH, List.of(), () -> apply(context));
    }
    var live = context.children().getOrEmpty(ElasticsearchManifest.KIND, names().elasticsearch());
    var status =
        invalid
            .map(problem -> StageStatus.of(Reason.InvalidSpec, problem))
            .orElseGet(() -> status(context, live));
    return new Prepared(status, live.getMetadata().getUid());
  }

  private static StageStatus status(StageContext context, GenericKubernetesResource live) {
    return PodDiagnostics.explain(
        ElasticsearchReadiness.of(live),
        context.namespaceReader(),
        Map.of(SearchPods.CLUSTER_LABEL, live.getMetadata().getName()),
        // ECK's name for that of the node set default.
        "StatefulSet/" + live.getMetadata().getName() + "-es-default");
  }

  private void apply(StageContext context) {
    var names = names();
    context
        .secrets()
        .apply(names.elasticsearchRoles(), ComponentName.SEARCH, Map.of("roles.yml", ROLES), true);
    for (var user : ElasticsearchUser.values()) {
      context.secrets().generated(user.secret(names), ComponentName.SEARCH, user.fixed(), true);
    }
    var template = pipeline.getSpec().search().managed().template();
    PodServiceAccount.follow(
        context.children(),
        SearchPods.elasticsearchAccount(names, template),
        template,
        context.children()::applyRetained);
    context.children().applyRetained(ElasticsearchManifest.desired(names, pipeline.getSpec()));
  }

  @Override
  public ElasticsearchEndpoint endpoint(SecretReader secrets) {
    return endpoint(ElasticsearchUser.SETUP, secrets);
  }

  private ElasticsearchEndpoint endpoint(ElasticsearchUser user, SecretReader secrets) {
    return ElasticsearchEndpoint.managed(names(), user.role(), secrets)
        .orElseThrow(
            () ->
                new StageException(
                    Reason.Progressing,
                    "waiting for ECK to create Secret " + names().elasticsearchCaSecret()));
  }

  @Override
  public IndexMaintenance maintenance(IndexTemplate template) {
    return new IndexMaintenance(template, pipeline.getSpec().search().retentionDays(), false);
  }

  @Override
  public Map<Reason, String> transientReasons() {
    return Map.of(
        Reason.AuthenticationFailed, "waiting for Elasticsearch to load its users",
        Reason.AuthorizationFailed, "waiting for Elasticsearch to load its roles",
        Reason.CertificateNotTrusted, "waiting for Elasticsearch to load ECK's certificate");
  }

  @Override
  public FilebeatOutput output() {
    return new FilebeatOutput.Managed(names(), pipeline.getSpec().search().managed().version());
  }

  @Override
  public List<SearchLogin> logins() {
    return List.of(login(ElasticsearchUser.WRITER), login(ElasticsearchUser.READER));
  }

  private SearchLogin login(ElasticsearchUser user) {
    return new SearchLogin(
        ElasticsearchEndpoint.login(user.role()),
        user.fixed().get("username"),
        List.of(user.secret(names())),
        secrets -> endpoint(user, secrets));
  }

  @Override
  public StatusSections sections() {
    return StatusSections.of(new Endpoints(null, null, names().elasticsearchUrl(), null))
        .and(
            StatusSections.of(
                new SecretNames(null, null, null, ElasticsearchUser.secrets(names()))));
  }

  private ResourceNames names() {
    return ResourceNames.of(pipeline);
  }
}
