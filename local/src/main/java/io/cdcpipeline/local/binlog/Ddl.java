package io.cdcpipeline.local.binlog;

import io.cdcpipeline.testkit.ticdc.TableName;
import java.util.Optional;

/**
 * One schema change in the form TiCDC sends it.
 *
 * @param type the Canal event type: CREATE, ERASE, TRUNCATE, RENAME, CINDEX, DINDEX, ALTER, QUERY
 * @param name the table after the change; its table name is empty if a whole database changed
 * @param sql the statement
 * @param oldName the previous name of a renamed table
 * @param effect statements with IF (NOT) EXISTS are in the binlog even if they had none
 */
public record Ddl(
    String type, TableName name, String sql, Optional<TableName> oldName, Effect effect) {

  /** What the statement does to the table or database it names. */
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
