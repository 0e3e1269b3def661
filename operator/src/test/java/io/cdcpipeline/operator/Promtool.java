package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Debian's promtool, from the PATH. */
public final class Promtool {
  private Promtool() {}

  /** The program; the test is skipped, in CI failed, without it. */
  public static Path require() {
    var folders = System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator);
    return Shared.require(
        Arrays.stream(folders)
            .map(folder -> Path.of(folder, "promtool"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of("promtool")));
  }

  /** Runs it in a folder and returns its output; fails if it fails. */
  public static String run(Path folder, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(require().toString()));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
