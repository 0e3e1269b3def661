package io.cdcpipeline.local.mariadb;

import io.cdcpipeline.local.process.Endpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of MariaDB's programs, with TiDB's defaults where they differ from MariaDB's. */
final class MariaDbFlags {
  private static final String LOG_SIZE = "--innodb-log-file-size=32M";

  private MariaDbFlags() {}

  static List<String> server(MariaDbPrograms programs, Path directory, Endpoint endpoint) {
    List<String> line = new ArrayList<>(common(programs.server(), programs, directory));
    line.addAll(
        List.of(
            "--socket=" + directory.resolve("mariadb.sock"),
            "--pid-file=" + directory.resolve("mariadb.pid"),
            "--port=" + endpoint.port(),
            "--bind-address=" + endpoint.host(),
            "--init-file=" + directory.resolve("init.sql"),
            // Key generation sometimes takes seconds, and traffic does not leave this machine.
            "--skip-ssl",
            "--skip-name-resolve",
            "--log-bin=binlog",
            "--binlog-format=ROW",
            "--binlog-row-image=FULL",
            "--binlog-row-metadata=FULL",
            "--server-id=1",
            "--innodb-buffer-pool-size=64M",
            LOG_SIZE,
            "--performance-schema=OFF",
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_bin",
            "--default-time-zone=+00:00",
            "--sql-mode=ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,"
                + "ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION"));
    return line;
  }

  static List<String> installer(MariaDbPrograms programs, Path directory) {
    List<String> line = new ArrayList<>(common(programs.installer(), programs, directory));
    line.addAll(
        List.of(
            "--skip-test-db",
            "--skip-name-resolve",
            "--auth-root-authentication-method=socket",
            LOG_SIZE));
    return line;
  }

  private static List<String> common(Path program, MariaDbPrograms programs, Path directory) {
    List<String> line =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--no-defaults",
                "--basedir=" + programs.baseDirectory(),
                "--datadir=" + directory.resolve("data"),
                // A server that starts deletes other servers' temporary tables from a common one.
                "--tmpdir=" + directory));
    if ("root".equals(System.getProperty("user.name"))) {
      line.add("--user=root");
    }
    return line;
  }
}
