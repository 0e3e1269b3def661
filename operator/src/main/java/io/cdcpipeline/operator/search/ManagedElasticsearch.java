package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.Endpoints;
import io.cdcpipeline.operator.api.SecretNames;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.kubernetes.PodDiagnostics;
import io.cdcpipeline.operator.kubernetes.SecretStore;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StatusSections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An Elasticsearch that ECK runs for this pipeline. With its data it keeps its users: both may
 * outlive the pipeline, so neither has an owner.
 */
record ManagedElasticsearch(CdcPipeline pipeline) implements SearchBackend {
  private static final String ROLES = IndexTemplate.read("roles.yml");

  @Override
  public Prepared prepare(StageContext context) {
    context.children().applyUnlessUnchanged(SearchStage.COMPONENT, List.of(), () -> apply(context));
    var live = context.children().getOrEmpty(ElasticsearchManifest.KIND, names().elasticsearch());
    var status =
        PodDiagnostics.explain(
            ElasticsearchReadiness.of(live),
            context.children(),
            Map.of("elasticsearch.k8s.elastic.co/cluster-name", live.getMetadata().getName()));
    return new Prepared(status, live.getMetadata().getUid());
  }

  private void apply(StageContext context) {
    var names = names();
    context
        .secrets()
        .apply(names.elasticsearchRoles(), SearchStage.COMPONENT, Map.of("roles.yml", ROLES), true);
    for (var user : ElasticsearchUser.values()) {
      context.secrets().generated(user.secret(names), SearchStage.COMPONENT, user.fixed(), true);
    }
    context.children().applyRetained(ElasticsearchManifest.desired(names, pipeline.getSpec()));
  }

  @Override
  public ElasticsearchEndpoint access(SecretStore secrets) {
    var names = names();
    var setup = secrets.read(ElasticsearchUser.SETUP.secret(names)).orElse(Map.of());
    var authority =
        secrets
            .read(names.elasticsearchCaSecret())
            .map(content -> content.get("ca.crt"))
            .orElseThrow(
                () ->
                    new StageException(
                        Reason.Progressing,
                        "waiting for ECK to create Secret " + names.elasticsearchCaSecret()));
    var user = new ElasticsearchEndpoint.User(setup.get("username"), setup.get("password"));
    return new ElasticsearchEndpoint(
        names.elasticsearchUrl(), Optional.of(user), Optional.of(authority));
  }

  @Override
  public Map<Reason, String> transientReasons() {
    return Map.of(
        Reason.AuthenticationFailed, "waits until Elasticsearch has read its users",
        Reason.CertificateNotTrusted,
            "waits until Elasticsearch has the certificate that ECK made");
  }

  @Override
  public FilebeatOutput output() {
    return new FilebeatOutput.Managed(names(), pipeline.getSpec().search().managed().version());
  }

  @Override
  public List<String> filebeatSecrets() {
    return List.of(ElasticsearchUser.WRITER.secret(names()));
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
