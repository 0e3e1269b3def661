package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** One visit that leaves Elasticsearch as the pipeline needs it. */
record IndexMaintenance(int retentionDays, boolean checkUserPrivileges) {
  private static final List<String> CLUSTER_RIGHTS = List.of("manage_index_templates");
  private static final List<String> INDEX_RIGHTS =
      List.of("create_doc", "auto_configure", "view_index_metadata", "delete_index");

  /** Returns the days that were past their time and are deleted now. */
  List<String> run(ElasticsearchClient client, LocalDate today) {
    if (checkUserPrivileges) {
      requireRights(client);
    }
    client.putTemplate(IndexTemplate.NAME, IndexTemplate.JSON);
    var indices = client.indices(IndexTemplate.INDICES);
    if (!checkUserPrivileges) {
      precreateIndices(client, indices, today);
    }
    var expired = IndexRetention.expired(indices, today, retentionDays);
    expired.forEach(client::deleteIndex);
    return expired;
  }

  /** The first event of a day would wait for its index to be made, seconds on a busy node. */
  private static void precreateIndices(
      ElasticsearchClient client, List<String> indices, LocalDate today) {
    Stream.of(today, today.plusDays(1))
        .map(IndexRetention::index)
        .filter(index -> !indices.contains(index))
        .forEach(client::createIndex);
  }

  /** Filebeat drops what it may not write, and says so in its own log only. */
  private static void requireRights(ElasticsearchClient client) {
    var missing = client.missingRights(CLUSTER_RIGHTS, IndexTemplate.INDICES, INDEX_RIGHTS);
    if (!missing.isEmpty()) {
      throw new StageException(
          Reason.AuthorizationFailed,
          "the user of spec.search.existing.credentialsSecret lacks "
              + String.join(", ", missing)
              + ": grant it, else events would be lost");
    }
  }
}
