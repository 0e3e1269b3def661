package io.cdcpipeline.local.ticdc;

import io.cdcpipeline.local.binlog.Ddl;
import io.cdcpipeline.local.binlog.SchemaHistory;
import io.cdcpipeline.local.binlog.TableInfo;
import io.cdcpipeline.testkit.ticdc.TableName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides which DDL of the binlog a changefeed sends: what TiDB would have run as a DDL job. */
record DdlGate(ReplicaConfig config, SchemaHistory schemas) {

  boolean passes(Ddl ddl, long sequence) {
    return config.passes(ddl)
        && hadEffect(ddl, sequence)
        && (ddl.ofDatabase() || eligible(ddl, sequence));
  }

  /** IF NOT EXISTS and IF EXISTS without effect create no DDL job in TiDB. */
  private boolean hadEffect(Ddl ddl, long sequence) {
    boolean existed = schemas.exists(ddl.name(), sequence - 1);
    return switch (ddl.effect()) {
      case CREATES -> !existed;
      case DROPS -> existed;
      case CHANGES, NONE -> true;
    };
  }

  /**
   * Tables without a key are skipped along with their DDL; nothing is known about views and the
   * like.
   */
  private boolean eligible(Ddl ddl, long sequence) {
    TableName oldName = ddl.oldName().orElse(ddl.name());
    List<TableInfo> known =
        Stream.of(
                schemas.definition(oldName, sequence - 1), schemas.definition(ddl.name(), sequence))
            .flatMap(Optional::stream)
            .toList();
    return config.forceReplicate()
        || known.isEmpty()
        || known.stream().anyMatch(table -> table.handleKey().isPresent());
  }
}
