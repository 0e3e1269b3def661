package io.cdcpipeline.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.testkit.apiserver.ApiServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HttpServersTest {
  /** In a process of its own, because the first server of a process decides for all. */
  @Test
  void anApiServerAnswersAtOnce() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "--add-opens",
                "jdk.httpserver/sun.net.httpserver=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output).contains("noDelay true");
    assertThat(process.waitFor()).isZero();
  }

  /** Starts an API server and says whether its answers wait for acknowledgements. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
      try (var server = ApiServer.start()) {
        assertThat(server.url()).isNotNull();
        var noDelay = Class.forName("sun.net.httpserver.ServerConfig").getDeclaredMethod("noDelay");
        noDelay.setAccessible(true);
        System.out.println("noDelay " + noDelay.invoke(null));
      }
    }
  }
}
