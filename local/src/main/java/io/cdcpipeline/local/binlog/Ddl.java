package io.cdcpipeline.local.binlog;

import io.cdcpipeline.testkit.ticdc.TableName;
import java.util.Optional;

/**
 * One schema change in the form TiCDC sends it.
 *
 * @param type Canal's word for it: CREATE, ERASE, TRUNCATE, RENAME, CINDEX, DINDEX, ALTER, QUERY
 * @param name the table after the change; an empty table for a change of a whole database
 * @param sql the statement
 * @param oldName the table's name before, when it is renamed
 * @param effect statements with IF (NOT) EXISTS are in the binlog even if they had none
 */
public record Ddl(
    String type, TableName name, String sql, Optional<TableName> oldName, Effect effect) {

  /** What becomes of the thing it names. */
  public enum Effect {
    CREATES,
    DROPS,
    CHANGES,
    NONE
  }

  public boolean ofDatabase() {
    return name.table().isEmpty();
  }
}
