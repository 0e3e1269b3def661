package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.Component;

/** TiDB's own configuration files, as TOML text: TiDB Operator v1 loses keys of objects. */
final class TidbConfigFiles {
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

  /**
   * Three replicas however few stores there are: PD keeps the number it first started with, and
   * stores added later are meant to hold replicas.
   */
  static final String PD = "[replication]\n  max-replicas = 3\n";

  private TidbConfigFiles() {}

  /** Never null: without a configuration, v1 creates no start script. */
  static String tidb(Component tidb) {
    var own = tidb.storage() == null ? "" : "temp-dir = \"" + TIDB_FOLDER + "/tmp\"\n";
    return TidbConfig.merged(own, tidb);
  }

  static String ticdc(Component ticdc) {
    var own = ticdc.storage() == null ? "" : "data-dir = \"" + TICDC_FOLDER + "\"\n";
    return TidbConfig.merged(own, ticdc);
  }
}
