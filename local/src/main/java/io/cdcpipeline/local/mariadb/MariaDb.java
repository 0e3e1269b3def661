package io.cdcpipeline.local.mariadb;

import io.cdcpipeline.local.process.ChildProcess;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Command;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.PrivateFile;
import io.cdcpipeline.local.process.Secrets;
import io.cdcpipeline.local.process.Supervisor;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A running MariaDB server with a row binlog, and root@'%' without a password, as in a new TiDB.
 */
public final class MariaDb implements Supervisor.Server {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

  private final ChildProcesses children;
  private final MariaDbPrograms programs;
  private final Path directory;
  private final Endpoint endpoint;
  private ChildProcess server;

  private MariaDb(
      ChildProcesses children, MariaDbPrograms programs, Path directory, Endpoint endpoint) {
    this.children = children;
    this.programs = programs;
    this.directory = directory;
    this.endpoint = endpoint;
  }

  /** Starts a server on {@code directory}, creating the database files if there are none. */
  public static MariaDb start(
      ChildProcesses children, MariaDbPrograms programs, Path directory, Endpoint endpoint) {
    MariaDb database = new MariaDb(children, programs, directory.toAbsolutePath(), endpoint);
    endpoint.requireFree("MariaDB");
    DataDirectory.createIfAbsent(children, programs, database.directory);
    PrivateFile.write(database.directory.resolve("init.sql"), database.initSql());
    database.start();
    return database;
  }

  public boolean alive() {
    return server.alive();
  }

  @Override
  public boolean crashed() {
    return server.crashed();
  }

  @Override
  public void start() {
    endpoint.requireFree("MariaDB");
    Path log = directory.resolve("mariadb.log");
    server =
        children.start(
            Command.of("mariadb", MariaDbFlags.server(programs, directory, endpoint), log));
    // The init file runs before the port opens.
    server.awaitReady(START_TIMEOUT, endpoint::accepts);
  }

  /** Stops and starts the server on the same data and port. */
  public void restart() {
    stop();
    start();
  }

  public void stop() {
    server.stop();
  }

  /** Ends the server as a crash would; {@link #restart()} starts it again. */
  public void kill() {
    server.kill();
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /** How the stand-in TiCDC reads the binlog; TiCDC itself reads TiKV and needs no SQL user. */
  public BinlogAccess binlogAccess() {
    return new BinlogAccess(endpoint, directory.resolve("reader-password"));
  }

  /** Not written to the binlog: a real TiDB has no such users. */
  private String initSql() {
    return """
    SET sql_log_bin=0;
    CREATE USER IF NOT EXISTS 'root'@'%%';
    GRANT ALL PRIVILEGES ON *.* TO 'root'@'%%' WITH GRANT OPTION;
    CREATE USER IF NOT EXISTS '%1$s'@'%%' IDENTIFIED BY '%2$s';
    GRANT SELECT, REPLICATION SLAVE, BINLOG MONITOR ON *.* TO '%1$s'@'%%';
    """
        .formatted(BinlogAccess.USER, Secrets.loadOrCreate(directory.resolve("reader-password")));
  }
}
