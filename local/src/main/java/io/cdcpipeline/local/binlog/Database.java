package io.cdcpipeline.local.binlog;

import io.cdcpipeline.local.mariadb.BinlogAccess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Queries to MariaDB over one connection, which is reopened after an error. */
public final class Database implements AutoCloseable {
  private final BinlogAccess access;
  private Connection connection;

  public Database(BinlogAccess access) {
    this.access = access;
  }

  /** Reads one row of a result set. */
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  synchronized <T> List<T> query(String sql, RowReader<T> reader, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection().prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      List<T> all = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          all.add(reader.read(rows));
        }
      }
      return all;
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  /** The last transaction in the binlog. */
  long lastSequence() throws SQLException {
    String position = query("SELECT @@gtid_binlog_pos", row -> row.getString(1)).get(0);
    return position.isEmpty()
        ? 0
        : Long.parseLong(position.substring(position.lastIndexOf('-') + 1));
  }

  private Connection connection() throws SQLException {
    if (connection == null) {
      Properties login = new Properties();
      login.setProperty("user", BinlogAccess.USER);
      login.setProperty("password", access.password());
      login.setProperty("connectTimeout", "5000");
      login.setProperty("socketTimeout", "10000");
      login.setProperty("sslMode", "DISABLED");
      login.setProperty("allowPublicKeyRetrieval", "true");
      connection = DriverManager.getConnection("jdbc:mysql://" + access.endpoint() + "/", login);
    }
    return connection;
  }

  @Override
  public synchronized void close() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // It is closed either way.
    }
    connection = null;
  }
}
