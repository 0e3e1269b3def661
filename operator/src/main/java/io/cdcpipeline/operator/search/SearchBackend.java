package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.kubernetes.SecretStore;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusSections;
import java.util.List;
import java.util.Map;

/** The Elasticsearch that events go to: one of this pipeline, or the user's own. */
sealed interface SearchBackend permits ManagedElasticsearch, ExistingElasticsearch {
  static SearchBackend of(CdcPipeline pipeline) {
    return pipeline.getSpec().search().existing() == null
        ? new ManagedElasticsearch(pipeline)
        : new ExistingElasticsearch(pipeline);
  }

  /**
   * How Elasticsearch stands.
   *
   * @param identity another one when the data is another's, so that its template has to be put
   */
  record Prepared(StageStatus status, String identity) {}

  /** Creates what this pipeline owns of it. */
  Prepared prepare(StageContext context);

  /** Credentials for this operator, read when they are used because they may change. */
  ElasticsearchEndpoint access(SecretStore secrets);

  /** Refusals that pass by themselves after a while, with what is waited for meanwhile. */
  Map<Reason, String> transientReasons();

  FilebeatOutput output();

  /** Secrets that Filebeat's pods read at their start. */
  List<String> filebeatSecrets();

  StatusSections sections();
}
