package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.Component;
import io.cdcpipeline.operator.api.ManagedDatabase;

/** The few settings of TiDB's own configuration files, as TOML text: v1 loses keys of objects. */
final class TidbSettings {
  static final String TIDB_FOLDER = "/var/lib/tidb";
  static final String TICDC_FOLDER = "/var/lib/ticdc";
  static final String TIKV =
      """
      [raftdb]
        max-open-files = 256

      [rocksdb]
        max-open-files = 256

      [storage]
        reserve-space = "0MB"
      """;
  private static final int COPIES = 3;

  private TidbSettings() {}

  /** More copies than stores would leave every region short of one. */
  static String pd(ManagedDatabase database) {
    int copies = Math.min(COPIES, database.tikv().replicas());
    return "[replication]\n  max-replicas = " + (copies == 2 ? 1 : copies) + "\n";
  }

  /** Never null: v1 makes no start script without a configuration. */
  static String tidb(Component tidb) {
    return tidb.storage() == null ? "" : "temp-dir = \"" + TIDB_FOLDER + "/tmp\"\n";
  }

  static String ticdc(Component ticdc) {
    return ticdc.storage() == null ? "" : "data-dir = \"" + TICDC_FOLDER + "\"\n";
  }
}
