package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.Endpoints;
import io.cdcpipeline.operator.api.ExistingSearch;
import io.cdcpipeline.operator.api.SecretNames;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.kubernetes.SecretReader;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusSections;
import java.util.List;
import java.util.Map;

/**
 * The user's own Elasticsearch: nothing is created there but the index template and the daily
 * indices. Both this operator and Filebeat log in as the user in credentialsSecret.
 */
record ExistingElasticsearch(CdcPipeline pipeline) implements SearchBackend {
  @Override
  public Prepared prepare(StageContext context) {
    return new Prepared(StageStatus.ready(""), search().url());
  }

  @Override
  public ElasticsearchEndpoint endpoint(SecretReader secrets) {
    return ElasticsearchEndpoint.existing(search(), secrets);
  }

  @Override
  public IndexMaintenance maintenance(IndexTemplate template) {
    return new IndexMaintenance(template, pipeline.getSpec().search().retentionDays(), true);
  }

  @Override
  public Map<Reason, String> transientReasons() {
    return Map.of();
  }

  @Override
  public FilebeatOutput output() {
    return new FilebeatOutput.Existing(search());
  }

  @Override
  public List<SearchLogin> logins() {
    return List.of(
        new SearchLogin(
            ElasticsearchEndpoint.EXISTING_LOGIN,
            "the user of spec.search.existing.credentialsSecret",
            ElasticsearchEndpoint.secrets(search()),
            this::endpoint));
  }

  @Override
  public StatusSections sections() {
    var secrets =
        search().credentialsSecret() == null ? null : List.of(search().credentialsSecret());
    return StatusSections.of(new Endpoints(null, null, search().url(), null))
        .and(StatusSections.of(new SecretNames(null, null, null, secrets)));
  }

  private ExistingSearch search() {
    return pipeline.getSpec().search().existing();
  }
}
