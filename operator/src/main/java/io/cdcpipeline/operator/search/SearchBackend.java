package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.kubernetes.SecretReader;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusSections;
import java.util.List;
import java.util.Map;

/** The Elasticsearch that receives the events: the pipeline's own, or the user's. */
interface SearchBackend {
  /**
   * The status of Elasticsearch.
   *
   * @param identity differs for an Elasticsearch with other data, which needs the index template
   */
  record Prepared(StageStatus status, String identity) {}

  /** Applies the children that run Elasticsearch, if it is the pipeline's own. */
  Prepared prepare(StageContext context);

  /** How this operator reaches Elasticsearch, with the credentials of this moment. */
  ElasticsearchEndpoint endpoint(SecretReader secrets);

  /** What this operator does in Elasticsearch for the indices of a template. */
  IndexMaintenance maintenance(IndexTemplate template);

  /** Failures that pass by themselves soon, each with the message until then. */
  Map<Reason, String> transientReasons();

  FilebeatOutput output();

  /** The users whose clients read their password only at their start: Filebeat's first. */
  List<SearchLogin> logins();

  StatusSections sections();
}
