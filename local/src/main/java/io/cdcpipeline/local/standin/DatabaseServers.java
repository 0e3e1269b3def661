package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.Pod;
import io.cdcpipeline.local.mariadb.MariaDb;
import io.cdcpipeline.local.mariadb.MariaDbPrograms;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.ticdc.Ticdc;
import io.cdcpipeline.local.ticdc.TicdcTls;
import io.cdcpipeline.testkit.ticdc.Architecture;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The database processes behind TiDB Operator's resources, by name of their group. */
public final class DatabaseServers {
  private static final int SQL_PORT = 4000;
  private static final int TICDC_PORT = 8301;

  private final Cluster cluster;
  private final Map<String, MariaDb> databases = new ConcurrentHashMap<>();
  private final Map<String, Ticdc> captures = new ConcurrentHashMap<>();

  public DatabaseServers(Cluster cluster) {
    this.cluster = cluster;
  }

  /** False while the process is down. */
  boolean startDatabase(String name, Map<String, String> labels) {
    MariaDb running =
        databases.computeIfAbsent(
            name,
            n -> {
              var programs = MariaDbPrograms.find(Installation.current().mariadb());
              var endpoint = cluster.addresses().next(SQL_PORT, "MariaDB");
              var directory = cluster.directory().resolve("mariadb-" + n);
              MariaDb database = MariaDb.start(cluster.children(), programs, directory, endpoint);
              cluster.supervisor().watch("MariaDB " + n, database);
              cluster.addPod(new Pod(n + "-tidb-0", labels, endpoint.host()));
              return database;
            });
    return running.alive();
  }

  boolean hasDatabase(String name) {
    return databases.containsKey(name);
  }

  /**
   * TiCDC reads the binlog of the database of the same name, which has to run first.
   *
   * @param certificate the Secret with which it serves HTTPS; false is returned until it exists
   */
  boolean startTicdc(
      String name,
      Map<String, String> labels,
      Architecture architecture,
      Optional<String> certificate) {
    MariaDb database = databases.get(name);
    Optional<Map<String, String>> files = certificate.map(this::files);
    if (database == null || files.filter(Map::isEmpty).isPresent()) {
      return false;
    }
    Optional<TicdcTls> tls = files.map(content -> tls(name));
    boolean renewed =
        tls.isPresent() && captures.containsKey(name) && !tls.get().holds(files.get());
    tls.ifPresent(folder -> folder.write(files.get()));
    Ticdc ticdc =
        captures.computeIfAbsent(name, n -> newTicdc(n, database, labels, architecture, tls));
    if (renewed) {
      ticdc.stop();
      ticdc.start();
    }
    return ticdc.alive();
  }

  private TicdcTls tls(String name) {
    return new TicdcTls(cluster.directory().resolve("ticdc-tls-" + name).toAbsolutePath());
  }

  /** Of the Secret; none while one is missing, for which a real pod would wait. */
  private Map<String, String> files(String secret) {
    Map<String, String> content = new TreeMap<>();
    TicdcTls.FILES.forEach(
        file -> cluster.secret(secret, file).ifPresent(text -> content.put(file, text)));
    return content.size() == TicdcTls.FILES.size() ? content : Map.of();
  }

  private Ticdc newTicdc(
      String name,
      MariaDb database,
      Map<String, String> labels,
      Architecture architecture,
      Optional<TicdcTls> tls) {
    Endpoint api = cluster.addresses().next(TICDC_PORT, "TiCDC");
    Ticdc ticdc =
        Ticdc.start(
            cluster.children(),
            cluster.directory().resolve("ticdc-" + name),
            api,
            database.binlogAccess(),
            architecture,
            Optional.of(cluster.hostsFile()),
            tls);
    cluster.supervisor().watch("TiCDC " + name, ticdc);
    cluster.addPod(new Pod(name + "-ticdc-0", labels, api.host()));
    return ticdc;
  }

  /** The running database, for tests that break it. */
  public Optional<MariaDb> database(String name) {
    return Optional.ofNullable(databases.get(name));
  }

  /** The running stand-in TiCDC, for tests that break it. */
  public Optional<Ticdc> ticdc(String name) {
    return Optional.ofNullable(captures.get(name));
  }

  void removeDatabase(String name) {
    MariaDb database = databases.remove(name);
    if (database != null) {
      cluster.removePod(name + "-tidb-0");
      database.stop();
    }
  }

  void removeTicdc(String name) {
    Ticdc ticdc = captures.remove(name);
    if (ticdc != null) {
      cluster.removePod(name + "-ticdc-0");
      ticdc.stop();
    }
  }
}
