package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/**
 * Periodic work in Elasticsearch: index template, indices of today and tomorrow, retention.
 *
 * @param userOwned whether the user runs this Elasticsearch: then privileges are checked first, and
 *     Filebeat creates the indices
 */
record IndexMaintenance(int retentionDays, boolean userOwned) {
  private static final List<String> CLUSTER_PRIVILEGES = List.of("manage_index_templates");
  private static final List<String> INDEX_PRIVILEGES =
      List.of("create_doc", "auto_configure", "view_index_metadata", "delete_index");

  /** Returns the expired indices, which are deleted now. */
  List<String> run(ElasticsearchClient client, LocalDate today) {
    if (userOwned) {
      checkUserPrivileges(client);
    }
    client.putTemplate(IndexTemplate.NAME, IndexTemplate.JSON);
    var indices = client.indices(IndexTemplate.INDICES);
    if (!userOwned) {
      precreateIndices(client, indices, today);
    }
    var expired = IndexRetention.expired(indices, today, retentionDays);
    expired.forEach(client::deleteIndex);
    return expired;
  }

  /** Otherwise a day's first event waits for its index, for seconds on a busy node. */
  private static void precreateIndices(
      ElasticsearchClient client, List<String> indices, LocalDate today) {
    Stream.of(today, today.plusDays(1))
        .map(IndexRetention::index)
        .filter(index -> !indices.contains(index))
        .forEach(client::createIndex);
  }

  /** Filebeat drops events it may not write, and reports that only in its own log. */
  private static void checkUserPrivileges(ElasticsearchClient client) {
    var missing =
        client.missingPrivileges(CLUSTER_PRIVILEGES, IndexTemplate.INDICES, INDEX_PRIVILEGES);
    if (!missing.isEmpty()) {
      throw new StageException(
          Reason.AuthorizationFailed,
          "the user of spec.search.existing.credentialsSecret lacks "
              + String.join(", ", missing)
              + ": grant it, else events would be lost");
    }
  }
}
