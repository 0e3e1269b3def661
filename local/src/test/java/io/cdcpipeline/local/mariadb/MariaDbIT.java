package io.cdcpipeline.local.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.local.LocalServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalServers.Shared.class)
class MariaDbIT {

  private static Connection connect(MariaDb database, String user, String password)
      throws SQLException {
    String url =
        "jdbc:mysql://%s/?connectTimeout=5000&socketTimeout=20000".formatted(database.endpoint());
    return DriverManager.getConnection(url, user, password);
  }

  @Test
  void startsLikeTiDbWithRootAndKeepsDataAcrossAKill(LocalServers servers) throws SQLException {
    MariaDb database = servers.mariadb();
    try (Connection root = connect(database, "root", "");
        Statement sql = root.createStatement()) {
      sql.execute("CREATE DATABASE keep");
      sql.execute("CREATE TABLE keep.t (id INT PRIMARY KEY)");
      sql.execute("INSERT INTO keep.t VALUES (7)");
      sql.execute("CREATE USER 'keeper'@'%' IDENTIFIED BY 'changed'");
      sql.execute("GRANT SELECT ON keep.* TO 'keeper'@'%'");
    }
    database.kill();
    database.restart();
    try (Connection keeper = connect(database, "keeper", "changed");
        Statement sql = keeper.createStatement();
        ResultSet rows = sql.executeQuery("SELECT id FROM keep.t")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(7);
    }
  }

  @Test
  void writesFullRowsToTheBinlog(LocalServers servers) throws SQLException {
    MariaDb database = servers.mariadb();
    BinlogAccess access = database.binlogAccess();
    try (Connection reader = connect(database, BinlogAccess.USER, access.password());
        Statement sql = reader.createStatement();
        ResultSet row =
            sql.executeQuery(
                "SELECT @@binlog_format, @@binlog_row_image, @@binlog_row_metadata, @@time_zone,"
                    + " @@tmpdir")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("ROW");
      assertThat(row.getString(2)).isEqualTo("FULL");
      assertThat(row.getString(3)).isEqualTo("FULL");
      assertThat(row.getString(4)).isEqualTo("+00:00");
      assertThat(row.getString(5)).as("not /tmp").endsWith("/mariadb");
    }
  }
}
