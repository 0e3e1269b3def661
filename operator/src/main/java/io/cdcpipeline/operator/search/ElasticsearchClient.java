package io.cdcpipeline.operator.search;

import java.util.List;

/** What this operator asks of Elasticsearch; what fails is a StageException that says why. */
interface ElasticsearchClient {
  /** Rights of these that our user lacks; empty where Elasticsearch has no security. */
  List<String> missingRights(List<String> cluster, String indices, List<String> onIndices);

  /** Puts an index template; the same again changes nothing. */
  void putTemplate(String name, String json);

  /** Names of the indices that match the pattern. */
  List<String> indices(String pattern);

  /** Creates an index as its template says; one that is there already is fine. */
  void createIndex(String name);

  /** Deletes an index; one that is gone already is fine. */
  void deleteIndex(String name);
}
