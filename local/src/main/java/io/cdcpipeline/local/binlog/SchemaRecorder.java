package io.cdcpipeline.local.binlog;

import io.cdcpipeline.testkit.ticdc.TableName;
import java.util.Optional;

/**
 * Writes the schema history. Creation and deletion are taken from the statement itself; only
 * details come from the database, which may be some statements ahead.
 */
final class SchemaRecorder {
  private final SchemaHistory history;
  private final InformationSchema definitions;

  SchemaRecorder(SchemaHistory history, InformationSchema definitions) {
    this.history = history;
    this.definitions = definitions;
  }

  /** Records what exists before the first statement is read. */
  void begin(long sequence) {
    definitions.databases().forEach(name -> history.exists(sequence, name, Optional.empty()));
    definitions.tables().forEach(name -> history.exists(sequence, name, definitions.table(name)));
  }

  void record(long sequence, Ddl ddl) {
    switch (ddl.effect()) {
      case CREATES -> created(sequence, ddl.name());
      case DROPS -> dropped(sequence, ddl);
      case CHANGES -> changed(sequence, ddl);
      case NONE -> {}
    }
  }

  /** An earlier table of this name is unrelated. */
  private void created(long sequence, TableName name) {
    if (!history.exists(name, sequence)) {
      history.dropped(sequence, name);
      history.exists(sequence, name, definition(name));
    }
  }

  private void dropped(long sequence, Ddl ddl) {
    if (ddl.ofDatabase()) {
      history.tablesOf(ddl.name().schema()).forEach(name -> history.dropped(sequence, name));
    } else {
      history.dropped(sequence, ddl.name());
    }
  }

  private void changed(long sequence, Ddl ddl) {
    Optional<TableInfo> now = definition(ddl.name());
    ddl.oldName()
        .ifPresentOrElse(
            old -> {
              Optional<TableInfo> before = history.definition(old, sequence);
              history.dropped(sequence, old);
              history.exists(sequence, ddl.name(), now.or(() -> before));
            },
            () -> history.exists(sequence, ddl.name(), now));
  }

  private Optional<TableInfo> definition(TableName name) {
    return name.table().isEmpty() ? Optional.empty() : definitions.table(name);
  }
}
