package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * One client for each pipeline, for as long as address, credentials and CA stay the same:
 * heartbeats are searched for every few seconds, and a TLS handshake costs more than the search.
 */
final class ElasticsearchClients {
  private record Known(
      ElasticsearchEndpoint endpoint, boolean guarded, ElasticsearchClient client) {}

  private final Map<ResourceNames, Known> known = new ConcurrentHashMap<>();
  private final BiFunction<ElasticsearchEndpoint, ConnectionGuard, ElasticsearchClient> create;

  ElasticsearchClients(
      BiFunction<ElasticsearchEndpoint, ConnectionGuard, ElasticsearchClient> create) {
    this.create = create;
  }

  ElasticsearchClient client(
      ResourceNames pipeline, ElasticsearchEndpoint endpoint, ConnectionGuard guard) {
    boolean guarded = guard != ConnectionGuard.OPEN;
    return known
        .compute(
            pipeline,
            (names, last) ->
                last != null && last.endpoint().equals(endpoint) && last.guarded() == guarded
                    ? last
                    : new Known(endpoint, guarded, create.apply(endpoint, guard)))
        .client();
  }

  void forget(ResourceNames pipeline) {
    known.remove(pipeline);
  }
}
