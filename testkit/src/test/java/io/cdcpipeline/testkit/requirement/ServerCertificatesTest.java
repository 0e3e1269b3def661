package io.cdcpipeline.testkit.requirement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificatesTest {
  private static final String KEY = "apiserver.key";

  /** Test processes of a fresh machine all find that there are none, at the same time. */
  @Test
  void processesThatStartTogetherHaveTheSameKey(@TempDir Path folder) throws Exception {
    var processes = new ArrayList<Process>();
    for (int i = 0; i < 2; i++) {
      processes.add(generate(folder));
    }

    for (var process : processes) {
      var key = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(key).isEqualTo(Files.readString(folder.resolve(KEY)));
    }
  }

  private static Process generate(Path folder) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classPath = System.getProperty("java.class.path");
    return new ProcessBuilder(java, "-cp", classPath, Generate.class.getName(), folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** Prints the key that a server would read next. */
  static final class Generate {
    public static void main(String[] arguments) throws IOException {
      var folder = Path.of(arguments[0]);
      ServerCertificates.generate(folder);
      System.out.print(Files.readString(folder.resolve(KEY)));
    }
  }
}
