package io.cdcpipeline.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.cli.CliProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees while a command waits, with an API server that accepts and says nothing. */
class ProgressTest {
  private static final String TAKE_BACK = "\r\u001b[K";
  private static final Duration SOON = Duration.ofSeconds(20);

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final Progress progress = new Progress(screen, StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void saysWhatIsWaitedForUntilThereIsOutput() throws IOException {
    progress.waitFor("the API server");
    assertThat(screen.size()).isZero();

    progress.start();
    await().until(() -> screen.size() > 0);
    progress.waitFor("the logs");
    progress.endedBy(screen).write("shop\n".getBytes(StandardCharsets.UTF_8));
    progress.waitFor("nothing that is shown");

    assertThat(screen.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            TAKE_BACK
                + "waiting for the API server"
                + TAKE_BACK
                + "waiting for the logs"
                + TAKE_BACK
                + "shop\n");
  }

  @Test
  void keepsToOneLine() throws IOException {
    progress.start();
    progress.waitFor("https://" + "a".repeat(100) + "\n\u001b[2J");
    await().until(() -> screen.size() > 0);

    assertThat(screen.toString(StandardCharsets.UTF_8).substring(TAKE_BACK.length()))
        .hasSize(79)
        .startsWith("waiting for https://aaa")
        .endsWith("…");
  }

  @Test
  void namesTheApiServerAndTakesTheLineBackForTheError() throws Exception {
    try (var server = silent();
        var status = CliProcess.start(environment(server, "xterm"), true, "status")) {
      var line = "waiting for https://127.0.0.1:%d/".formatted(server.getLocalPort());
      await().atMost(SOON).until(() -> status.out().endsWith(line));
      server.accept().close();

      assertThat(status.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(status.out()).endsWith(TAKE_BACK + line + TAKE_BACK);
      assertThat(status.err()).startsWith("\u001b[31merror: \u001b[0mcannot reach");
    }
  }

  @Test
  void takesTheLineBackWithCtrlC() throws Exception {
    try (var server = silent();
        var status = CliProcess.start(environment(server, "xterm"), true, "status")) {
      await().atMost(SOON).until(() -> status.out().contains("waiting for"));
      status.interrupt();

      assertThat(status.exitCode()).isEqualTo(130);
      assertThat(status.out()).endsWith(TAKE_BACK);
    }
  }

  @Test
  void saysNothingInAPipeOrWhereALineCannotBeTakenBack() throws Exception {
    for (var terminal : Map.of(false, "xterm", true, "dumb").entrySet()) {
      try (var server = silent();
          var status =
              CliProcess.start(
                  environment(server, terminal.getValue()),
                  terminal.getKey(),
                  "status --request-timeout 2")) {
        assertThat(status.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(status.out()).isEmpty();
      }
    }
  }

  private static ServerSocket silent() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private Map<String, String> environment(ServerSocket server, String terminal) throws IOException {
    var kubeconfig = folder.resolve("config");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        current-context: c
        contexts: [{name: c, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
        users: [{name: u, user: {token: t}}]
        """
            .formatted(server.getLocalPort()));
    return Map.of("KUBECONFIG", kubeconfig.toString(), "TERM", terminal);
  }
}
