package io.cdcpipeline.operator.real;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A second kube-apiserver on the etcd of the first, as in a highly available cluster. It can be
 * restarted; the first cannot, because kube-api-test would delete etcd's data.
 */
public final class SecondApiServer implements AutoCloseable {
  private final RealApi api;
  private final List<String> command;
  private final URI url;
  private Process process;

  /** Returns once it is ready. */
  public SecondApiServer(RealApi api) throws IOException {
    this.api = api;
    int port = RealApi.freePort();
    url = URI.create("https://127.0.0.1:" + port);
    command =
        commandOfTheFirst().stream()
            .filter(argument -> !argument.startsWith("--audit"))
            .map(argument -> argument.equals(firstPort()) ? String.valueOf(port) : argument)
            .toList();
    start();
  }

  /** As the first one was started; /proc has all of its arguments, ProcessHandle only some. */
  private static List<String> commandOfTheFirst() {
    return ProcessHandle.current()
        .children()
        .map(child -> Path.of("/proc", String.valueOf(child.pid()), "cmdline"))
        .map(SecondApiServer::arguments)
        .filter(arguments -> !arguments.isEmpty() && arguments.get(0).endsWith("kube-apiserver"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> arguments(Path commandLine) {
    try {
      return Pattern.compile("\0")
          .splitAsStream(Files.readString(commandLine))
          .filter(argument -> !argument.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String firstPort() {
    return String.valueOf(api.url().getPort());
  }

  public URI url() {
    return url;
  }

  /** With the same arguments as before. */
  public void start() throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(api.auditLog().resolveSibling("second-api-server.log").toFile())
            .start();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> api.run("--server=" + url, "get", "--raw", "/readyz").code() == 0);
  }

  /** At once, as when its node fails: nothing is said to those who watch. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
