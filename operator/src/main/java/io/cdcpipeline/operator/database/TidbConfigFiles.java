package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.Component;
import io.cdcpipeline.operator.api.ManagedDatabase;

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

  /**
   * TiDB Operator gives TiCDC certificates, but TiCDC asks none of its clients for one unless told
   * to (since TiDB 8.0), and its API has no other login.
   */
  private static final String CLIENT_CERTIFICATES = "[security]\n  mtls = true\n";

  private TidbConfigFiles() {}

  /** Never null: without a configuration, v1 creates no start script. */
  static String tidb(Component tidb) {
    var own = tidb.storage() == null ? "" : "temp-dir = \"" + TIDB_FOLDER + "/tmp\"\n";
    return TidbConfig.merged(own, tidb);
  }

  /** Empty where TiCDC's own defaults do. */
  static String ticdc(ManagedDatabase database) {
    var ticdc = database.ticdc();
    var own = ticdc.storage() == null ? "" : "data-dir = \"" + TICDC_FOLDER + "\"\n";
    return TidbConfig.merged(TidbTls.enabled(database) ? own + CLIENT_CERTIFICATES : own, ticdc);
  }
}
