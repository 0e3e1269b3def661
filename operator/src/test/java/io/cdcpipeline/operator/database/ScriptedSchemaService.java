package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.status.StageException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records each call, and fails while a failure is set. */
final class ScriptedSchemaService implements SchemaService {
  final List<DesiredSchema> works = new CopyOnWriteArrayList<>();
  volatile StageException failure;
  volatile Set<String> created = Set.of();

  @Override
  public Set<String> apply(SqlEndpoint access, DesiredSchema work) {
    if (failure != null) {
      throw failure;
    }
    works.add(work);
    return created;
  }
}
