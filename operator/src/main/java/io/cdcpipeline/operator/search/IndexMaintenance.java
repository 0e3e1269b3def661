package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Periodic work in Elasticsearch: index template, indices of today and tomorrow, retention.
 *
 * @param userOwned whether the user runs this Elasticsearch: then privileges are checked first, and
 *     Filebeat creates the indices
 */
record IndexMaintenance(IndexTemplate template, int retentionDays, boolean userOwned) {
  private static final List<String> CLUSTER_PRIVILEGES = List.of("manage_index_templates");

  /** Returns the expired indices, which are deleted now. */
  List<String> run(ElasticsearchClient client, LocalDate today) {
    if (userOwned) {
      checkUserPrivileges(client);
    }
    client.putTemplate(template.toString(), template.json());
    var indices = client.indices(template.indices());
    if (!userOwned) {
      precreateIndices(client, indices, today);
    }
    var expired = IndexRetention.expired(template, indices, today, retentionDays);
    expired.forEach(client::deleteIndex);
    return expired;
  }

  /** Otherwise a day's first event waits for its index, for seconds on a busy node. */
  private void precreateIndices(ElasticsearchClient client, List<String> indices, LocalDate today) {
    Stream.of(today, today.plusDays(1))
        .map(day -> IndexRetention.index(template, day))
        .filter(index -> !indices.contains(index))
        .forEach(client::createIndex);
  }

  /** Filebeat drops documents it may not write, and reports that only in its own log. */
  private void checkUserPrivileges(ElasticsearchClient client) {
    var missing =
        new ArrayList<>(
            client.missingPrivileges(
                CLUSTER_PRIVILEGES, template.indices(), template.privileges()));
    if (template == IndexTemplate.HEARTBEATS) {
      // With them, not with the events': who may not be audited may still be indexed.
      missing.addAll(
          client.missingPrivileges(List.of(), IndexTemplate.EVENTS.indices(), List.of("read")));
    }
    if (!missing.isEmpty()) {
      throw new StageException(
          Reason.AuthorizationFailed,
          "the user of spec.search.existing.credentialsSecret lacks %s: %s"
              .formatted(String.join(", ", missing), template.advice()));
    }
  }
}
