package io.cdcpipeline.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.cli.Golden;
import io.cdcpipeline.cli.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LintTest {
  private static final Path ROOT = Golden.root();
  private static final Path FILES = ROOT.resolve("cli/src/test/resources/lint");

  @Test
  void looksLikeItsTranscript() {
    var transcript =
        Stream.of("broken.yaml", "invalid.yaml", "not-yaml.yaml", "absent.yaml")
            .map(
                file ->
                    lint(FILES.resolve(file))
                        .transcript("lint -f " + file)
                        .replace(FILES + "/", ""))
            .collect(Collectors.joining("\n"));
    Golden.assertSame("lint.txt", transcript);
  }

  @Test
  void findsNothingInTheSamples() {
    var result = lint(ROOT.resolve("samples"));
    assertThat(result.out()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.err()).matches("\\d+ pipelines, nothing to complain about\n");
  }

  @Test
  void needsAPipeline() {
    assertThat(lint(ROOT.resolve("samples/shop-app.yaml")).code()).isEqualTo(2);
  }

  private static TestCluster.Result lint(Path file) {
    return TestCluster.execute(Map.of(), List.of("lint", "-f", file.toString()));
  }
}
