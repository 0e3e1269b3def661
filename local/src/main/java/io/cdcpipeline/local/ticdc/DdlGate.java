package io.cdcpipeline.local.ticdc;

import io.cdcpipeline.fake.ticdc.TableName;
import io.cdcpipeline.local.binlog.Ddl;
import io.cdcpipeline.local.binlog.SchemaHistory;
import io.cdcpipeline.local.binlog.TableInfo;
import java.util.Optional;

/** Which DDL of the binlog a changefeed sends: what TiDB would have run as a job. */
record DdlGate(ReplicaConfig config, SchemaHistory schemas) {

  boolean passes(Ddl ddl, long sequence) {
    return config.passes(ddl)
        && (ddl.ofDatabase() || (hadEffect(ddl, sequence) && eligible(ddl, sequence)));
  }

  /** IF NOT EXISTS and IF EXISTS that found nothing to do make no job in TiDB. */
  private boolean hadEffect(Ddl ddl, long sequence) {
    boolean existed = schemas.at(ddl.name(), sequence - 1).isPresent();
    return switch (ddl.effect()) {
      case CREATES_TABLE -> !existed;
      case DROPS_TABLE -> existed;
      case OTHER -> true;
    };
  }

  /** Tables without a key are skipped with their DDL; views and unknown tables are not tables. */
  private boolean eligible(Ddl ddl, long sequence) {
    TableName oldName = ddl.oldName().orElse(ddl.name());
    Optional<TableInfo> before = schemas.at(oldName, sequence - 1);
    Optional<TableInfo> after = schemas.at(ddl.name(), sequence);
    boolean unknown = before.isEmpty() && after.isEmpty();
    return config.forceReplicate() || unknown || hasKey(before) || hasKey(after);
  }

  private static boolean hasKey(Optional<TableInfo> table) {
    return table.flatMap(TableInfo::handleKey).isPresent();
  }
}
