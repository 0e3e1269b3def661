package io.cdcpipeline.operator.search;

import java.util.List;

/**
 * This operator's calls to Elasticsearch. All throw a {@link
 * io.cdcpipeline.operator.status.StageException} when Elasticsearch does not answer or refuses.
 */
interface ElasticsearchClient extends EventStore {
  /** Those of the privileges that our user lacks; none where Elasticsearch has no security. */
  List<String> missingPrivileges(List<String> cluster, String indices, List<String> onIndices);

  /** Creates or replaces an index template. */
  void putTemplate(String name, String json);

  /** The names of the indices that match the pattern. */
  List<String> indices(String pattern);

  /** Creates an index from its template, unless it exists. */
  void createIndex(String name);

  /** Deletes an index, if it exists. */
  void deleteIndex(String name);
}
