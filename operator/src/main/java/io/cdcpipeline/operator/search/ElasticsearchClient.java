package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.ReplayedLine;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * This operator's calls to Elasticsearch. All throw a {@link
 * io.cdcpipeline.operator.status.StageException} when Elasticsearch does not answer or refuses.
 */
interface ElasticsearchClient {
  /** Only shows that the user is let in. */
  void logIn();

  /** Those of the privileges that our user lacks; none where Elasticsearch has no security. */
  List<String> missingPrivileges(List<String> cluster, String indices, List<String> onIndices);

  /** Creates or replaces an index template. */
  void putTemplate(String name, String json);

  /** The names of the indices that match the pattern. */
  List<String> indices(String pattern);

  /**
   * Of each partition the watermark of its newest heartbeat; empty without any.
   *
   * @param recent whether to search only those of the last hours, which is cheap
   */
  Map<Integer, Instant> newestHeartbeats(ResourceNames pipeline, String topic, boolean recent);

  /** Reads heartbeats and counts documents, in one request; all shards must answer. */
  AuditSearch.Found audit(AuditSearch search);

  /** Whether every one of these records of a topic has a document. */
  boolean hasRecords(ResourceNames pipeline, String topic, List<ReplayedLine> records);

  /** Creates an index from its template, unless it exists. */
  void createIndex(String name);

  /** Deletes an index, if it exists. */
  void deleteIndex(String name);
}
