package io.cdcpipeline.operator.real;

import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample as a user applies it, under strict field validation. */
@Requires({REAL_API, OTHER_CRDS})
class SamplesIT {
  private static RealApi api;

  @BeforeAll
  static void start() {
    api = RealApi.get();
    // The shop's sample has a ServiceMonitor.
    api.installForeign("prometheus-operator");
  }

  static Stream<Path> samples() throws IOException {
    try (var files = Files.list(Golden.root().resolve("samples"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isAccepted(Path sample) {
    var applied = api.run("apply", "--validate=strict", "-f", sample.toString());
    var again = api.run("apply", "--validate=strict", "-f", sample.toString());
    api.run("delete", "--ignore-not-found", "-f", sample.toString());

    assertThat(applied.code()).as(applied.output()).isZero();
    assertThat(applied.output()).doesNotContain("Warning");
    // What a Secret's stringData holds, kubectl cannot compare.
    assertThat(again.output().lines().filter(line -> !line.startsWith("secret/")))
        .isNotEmpty()
        .allMatch(line -> line.endsWith(" unchanged"));
  }

  @Test
  void oneIsAnApplicationAndAllOthersArePipelines() throws IOException {
    assertThat(samples().filter(sample -> !text(sample).contains("kind: CdcPipeline")))
        .map(sample -> sample.getFileName().toString())
        .containsExactly("shop-app.yaml");
  }

  @Test
  void theApplicationRunsUnderRestrictedPodSecurity() {
    api.kubectl("create", "namespace", "restricted");
    api.kubectl("label", "namespace", "restricted", "pod-security.kubernetes.io/warn=restricted");
    var sample = Golden.root().resolve("samples/shop-app.yaml").toString();
    assertThat(api.kubectl("-n", "restricted", "apply", "--dry-run=server", "-f", sample))
        .contains("deployment.apps/demo-shop created")
        .doesNotContain("Warning");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
