package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.Pod;
import io.cdcpipeline.local.mariadb.MariaDb;
import io.cdcpipeline.local.mariadb.MariaDbPrograms;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The database processes behind the objects of TiDB Operator, by the name of their groups. */
public final class DatabaseServers {
  private static final int SQL_PORT = 4000;

  private final Cluster cluster;
  private final Map<String, MariaDb> databases = new ConcurrentHashMap<>();

  public DatabaseServers(Cluster cluster) {
    this.cluster = cluster;
  }

  void startDatabase(String name, Map<String, String> labels) {
    databases.computeIfAbsent(
        name,
        n -> {
          var programs = MariaDbPrograms.find(Installation.current().mariadb());
          var endpoint = cluster.addresses().next(SQL_PORT, "MariaDB");
          var directory = cluster.directory().resolve("mariadb-" + n);
          MariaDb database = MariaDb.start(cluster.children(), programs, directory, endpoint);
          cluster.names().add(new Pod(n + "-tidb-0", labels, endpoint.host()));
          return database;
        });
  }

  boolean hasDatabase(String name) {
    return databases.containsKey(name);
  }

  /** TiCDC reads the binlog of the database of the same name, so that one has to be there first. */
  boolean startTicdc(String name, Map<String, String> labels) {
    return databases.containsKey(name) && !labels.isEmpty();
  }

  void remove(String kind, String name) {
    if (kind.equals("TiDBGroup")) {
      MariaDb database = databases.remove(name);
      if (database != null) {
        database.stop();
        cluster.names().remove(name + "-tidb-0");
      }
    }
  }
}
