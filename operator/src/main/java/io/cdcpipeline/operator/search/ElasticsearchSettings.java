package io.cdcpipeline.operator.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.api.ManagedSearch;
import io.cdcpipeline.operator.kubernetes.config.OwnedKeys;
import io.cdcpipeline.operator.remote.Json;
import java.util.Map;
import java.util.Optional;

/** Settings of elasticsearch.yml that the spec passes on. */
final class ElasticsearchSettings {
  private static final String ECK = "belongs to ECK";

  /** Unsupported in ECK 3.5.0, which says so only in a warning. */
  private static final OwnedKeys OWNED =
      OwnedKeys.of("spec.search.managed.config")
          .owning(ECK, "cluster.name", "node.name", "network.host", "network.publish_host")
          .owning(ECK, "path.data", "path.logs", "discovery.*", "cluster.initial_master_nodes")
          .owning(ECK, "http.port", "transport.port", "readiness.port")
          .owning(ECK, "xpack.security.enabled", "xpack.security.authc.reserved_realm.enabled")
          .owning(ECK, "xpack.security.authc.realms.file.*", "xpack.security.http.ssl.*")
          .owning(ECK, "xpack.security.transport.ssl.*")
          .owning("cannot be set, because every node of a pipeline has every role", "node.roles");

  private ElasticsearchSettings() {}

  /** The first setting of the spec that is not free. */
  static Optional<String> problem(ManagedSearch search) {
    return OWNED.problem(of(search).keySet());
  }

  /** Flat, so that a nested key replaces the operator's own default. */
  static Map<String, JsonNode> of(ManagedSearch search) {
    return search.config() == null
        ? Map.of()
        : OwnedKeys.flat(Json.JSON.valueToTree(search.config()));
  }
}
