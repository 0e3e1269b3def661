package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.Names;
import io.cdcpipeline.operator.StageContext;
import io.cdcpipeline.operator.StageException;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.Endpoints;
import io.cdcpipeline.operator.api.SecretNames;
import io.cdcpipeline.operator.child.PodTrouble;
import io.cdcpipeline.operator.child.Secrets;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StatusSections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An Elasticsearch that ECK runs for this pipeline. With its data it keeps its users: both may
 * outlive the pipeline, so neither has an owner.
 */
record ManagedElasticsearch(CdcPipeline pipeline) implements SearchTarget {
  private static final String ROLES = IndexTemplate.read("roles.yml");

  @Override
  public Prepared prepare(StageContext context) {
    context.children().unlessSettled(SearchStage.COMPONENT, List.of(), () -> apply(context));
    var live = context.children().live(Elasticsearch.KIND, names().elasticsearch());
    var status =
        PodTrouble.explain(
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
    context.children().applyRetained(Elasticsearch.desired(names, pipeline.getSpec()));
  }

  @Override
  public ElasticsearchAccess access(Secrets secrets) {
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
                        "waits for ECK's Secret " + names.elasticsearchCaSecret()));
    var user = new ElasticsearchAccess.User(setup.get("username"), setup.get("password"));
    return new ElasticsearchAccess(
        names.elasticsearchUrl(), Optional.of(user), Optional.of(authority));
  }

  @Override
  public Map<Reason, String> settling() {
    return Map.of(
        Reason.CredentialsRefused, "waits until Elasticsearch has read its users",
        Reason.CertificateRefused, "waits until Elasticsearch has the certificate that ECK made");
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

  private Names names() {
    return Names.of(pipeline);
  }
}
