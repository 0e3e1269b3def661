package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.ReplayedLine;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Records each call, and fails while a failure is set for it. */
final class ScriptedElasticsearch implements ElasticsearchClient {
  final List<String> calls = new CopyOnWriteArrayList<>();
  final List<String> indices = new CopyOnWriteArrayList<>();
  volatile Reason failure;
  volatile Reason refusal;
  volatile Reason heartbeatFailure;
  volatile Map<Integer, Instant> heartbeats = Map.of();
  final List<AuditSearch> searches = new CopyOnWriteArrayList<>();
  volatile Function<AuditSearch, AuditSearch.Found> audit =
      search -> new AuditSearch.Found(List.of(), false, Map.of());
  volatile List<ReplayedLine> records = List.of();
  volatile Set<Integer> marks = Set.of();
  volatile List<String> missing = List.of();

  @Override
  public void logIn() {
    if (refusal != null) {
      throw new StageException(refusal, "Elasticsearch rejects the password");
    }
  }

  @Override
  public List<String> missingPrivileges(
      List<String> cluster, String pattern, List<String> onIndices) {
    call("rights on " + pattern);
    return missing.stream().filter(one -> one.endsWith(pattern)).toList();
  }

  @Override
  public void putTemplate(String name, String json) {
    call("template " + name);
  }

  @Override
  public List<String> indices(String pattern) {
    call("list " + pattern);
    return List.copyOf(indices);
  }

  @Override
  public Map<Integer, Instant> newestHeartbeats(
      ResourceNames pipeline, String topic, boolean recent) {
    call("search cdc-heartbeats of %s, %s".formatted(topic, recent ? "recent" : "all"));
    return heartbeats;
  }

  @Override
  public AuditSearch.Found audit(AuditSearch search) {
    call("audit of " + search.topic());
    searches.add(search);
    return audit.apply(search);
  }

  @Override
  public boolean hasRecords(ResourceNames pipeline, String topic, List<ReplayedLine> searched) {
    call("search cdc-events of %s for %s".formatted(topic, searched));
    return records.containsAll(searched);
  }

  @Override
  public Map<Integer, String> marks(ResourceNames pipeline, String topic, MarkQuery query) {
    call("search cdc-heartbeats for marks of " + query.replay());
    return query.marks().stream()
        .filter(marks::contains)
        .collect(Collectors.toMap(mark -> mark, mark -> "proof of " + mark));
  }

  @Override
  public void createIndex(String name) {
    call("create " + name);
    indices.add(name);
  }

  @Override
  public void deleteIndex(String name) {
    call("delete " + name);
    indices.remove(name);
  }

  private void call(String what) {
    if (heartbeatFailure != null && what.contains("cdc-heartbeats")) {
      throw new StageException(heartbeatFailure, "Elasticsearch refuses heartbeats");
    }
    if (failure != null) {
      throw new StageException(failure, "Elasticsearch says no");
    }
    calls.add(what);
  }
}
