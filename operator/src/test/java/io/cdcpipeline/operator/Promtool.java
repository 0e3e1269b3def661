package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.testkit.requirement.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Prometheus' own checker of rules. Test classes declare {@code PROMTOOL}. */
public final class Promtool {
  private Promtool() {}

  /** Runs it in a folder and returns its output; fails if it fails. */
  public static String run(Path folder, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(Requirement.PROMTOOL.path().toString()));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
