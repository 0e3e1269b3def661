package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.status.StageException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Records each call, and fails while a failure is set. */
final class ScriptedSchemaService implements SchemaService {
  final List<DesiredSchema> works = new CopyOnWriteArrayList<>();

  /** Returns when the database answers. */
  volatile Runnable answered = () -> {};

  volatile SqlEndpoint login;
  volatile StageException failure;
  volatile Set<String> created = Set.of();

  @Override
  public Set<String> apply(SqlEndpoint access, DesiredSchema work, Consumer<String> onCreated) {
    answered.run();
    login = access;
    created.forEach(onCreated);
    if (failure != null) {
      throw failure;
    }
    works.add(work);
    return created;
  }

  @Override
  public void verify(SqlEndpoint access, DesiredSchema desired) {
    if (failure != null) {
      throw failure;
    }
  }
}
