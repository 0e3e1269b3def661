package io.cdcpipeline.local.binlog;

import io.cdcpipeline.fake.ticdc.TableName;
import java.util.List;
import java.util.Optional;

/**
 * One schema change in the form TiCDC sends it.
 *
 * @param type Canal's word for it: CREATE, ERASE, TRUNCATE, RENAME, CINDEX, DINDEX, ALTER, QUERY
 * @param name the table after the change; an empty table for a change of a whole database
 * @param sql the statement
 * @param oldName the table's name before, when it is renamed
 * @param effect what it must have done to be sent at all
 */
public record Ddl(
    String type, TableName name, String sql, Optional<TableName> oldName, Effect effect) {

  /** Statements with IF (NOT) EXISTS are in the binlog even if they did nothing. */
  public enum Effect {
    CREATES_TABLE,
    DROPS_TABLE,
    OTHER
  }

  public boolean ofDatabase() {
    return name.table().isEmpty();
  }

  /** The tables it names. */
  List<TableName> tables() {
    return oldName.map(old -> List.of(old, name)).orElse(List.of(name));
  }
}
