package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.Endpoints;
import io.cdcpipeline.operator.api.ExistingSearch;
import io.cdcpipeline.operator.api.SecretNames;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.kubernetes.SecretStore;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusSections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The user's own Elasticsearch: nothing is created there but the index template and the daily
 * indices. This operator and Filebeat both act as the user of credentialsSecret.
 */
record ExistingElasticsearch(CdcPipeline pipeline) implements SearchBackend {
  @Override
  public Prepared prepare(StageContext context) {
    return new Prepared(StageStatus.ready(""), search().url());
  }

  @Override
  public ElasticsearchEndpoint access(SecretStore secrets) {
    var credentials = "spec.search.existing.credentialsSecret";
    var user =
        Optional.ofNullable(search().credentialsSecret())
            .map(
                name ->
                    new ElasticsearchEndpoint.User(
                        secrets.require(credentials, name, "username"),
                        secrets.require(credentials, name, "password")));
    var authority =
        Optional.ofNullable(search().caSecret())
            .map(name -> secrets.require("spec.search.existing.caSecret", name, "ca.crt"));
    return new ElasticsearchEndpoint(search().url(), user, authority);
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
  public List<String> filebeatSecrets() {
    return Stream.of(search().credentialsSecret(), search().caSecret())
        .filter(Objects::nonNull)
        .toList();
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
