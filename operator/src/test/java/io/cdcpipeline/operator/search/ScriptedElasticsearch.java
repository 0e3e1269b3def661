package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records each call, and fails while a failure is set. */
final class ScriptedElasticsearch implements ElasticsearchClient {
  final List<String> calls = new CopyOnWriteArrayList<>();
  final List<String> indices = new CopyOnWriteArrayList<>();
  volatile Reason failure;
  volatile Reason refusal;
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
    call("rights");
    return missing;
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
    if (failure != null) {
      throw new StageException(failure, "Elasticsearch says no");
    }
    calls.add(what);
  }
}
