package io.cdcpipeline.cli.connect;

import io.cdcpipeline.cli.output.Cleanup;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The MySQL client of this machine; its password goes through the environment, because others see
 * command lines.
 */
public record SqlClient(Path program) {
  private static final long PATIENCE_SECONDS = 3;

  /** The first on the PATH of mysql and mariadb. */
  public static Optional<SqlClient> find(Map<String, String> environment) {
    var folders = environment.getOrDefault("PATH", "").split(File.pathSeparator, -1);
    return Stream.of("mysql", "mariadb")
        .flatMap(name -> Stream.of(folders).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .map(SqlClient::new);
  }

  /** With this terminal as its own; its exit code. Ctrl-C ends it. */
  int interactive(Tunnel tunnel, Login login) throws IOException, InterruptedException {
    var client = builder(tunnel, login, List.of()).inheritIO().start();
    try (var end = Cleanup.of(() -> end(client))) {
      return client.waitFor();
    }
  }

  /** The terminal is as it was only once the client has ended. */
  private static void end(Process client) {
    client.destroy();
    try {
      if (!client.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        client.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The rows of a query, columns apart by tabs, without their names.
   *
   * @throws IOException with the server's words if it is refused
   */
  public List<String> query(Tunnel tunnel, Login login, String sql)
      throws IOException, InterruptedException {
    var process =
        builder(tunnel, login, List.of("--batch", "--execute", sql))
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output.strip());
    }
    return output.lines().toList();
  }

  private ProcessBuilder builder(Tunnel tunnel, Login login, List<String> more) {
    var command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--host=" + tunnel.host(),
                "--port=" + tunnel.port(),
                "--protocol=TCP",
                "--user=" + login.user()));
    command.addAll(more);
    var builder = new ProcessBuilder(command);
    builder.environment().put("MYSQL_PWD", login.password());
    return builder;
  }
}
