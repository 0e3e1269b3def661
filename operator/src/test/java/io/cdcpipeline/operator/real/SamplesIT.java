package io.cdcpipeline.operator.real;

import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample as a user applies it, under strict field validation. */
@Requires({REAL_API, OTHER_CRDS})
class SamplesIT {
  private static RealApi api;
  private static Optional<String> keda;

  @BeforeAll
  static void start() {
    api = RealApi.get();
    keda = keda();
    // The shop's sample has a ServiceMonitor.
    api.installForeign("prometheus-operator");
    keda.ifPresent(api::installForeign);
  }

  /** The folder with KEDA's CRDs, which are not among those that every machine has. */
  private static Optional<String> keda() {
    try (var folders = Files.list(OTHER_CRDS.path())) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.startsWith("keda-"))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<Path> samples() throws IOException {
    try (var files = Files.list(Golden.root().resolve("samples"))) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isAccepted(Path sample) {
    assumeTrue(
        !sample.endsWith("autoscale-keda.yaml") || keda.isPresent(),
        "no CRD of KEDA beside those of the other operators: a folder crds/keda-<version>");
    var applied = api.run("apply", "--validate=strict", "-f", sample.toString());
    var again = api.run("apply", "--validate=strict", "-f", sample.toString());
    api.run("delete", "--ignore-not-found", "-f", sample.toString());

    assertThat(applied.code()).as(applied.output()).isZero();
    // A namespace that another test has created does not have kubectl's annotation yet.
    assertThat(
            applied.output().lines().filter(line -> !line.contains("namespaces/shop is missing")))
        .noneMatch(line -> line.contains("Warning"));
    // What a Secret's stringData holds, kubectl cannot compare.
    assertThat(again.output().lines().filter(line -> !line.startsWith("secret/")))
        .isNotEmpty()
        .allMatch(line -> line.endsWith(" unchanged"));
  }

  @Test
  void allButTheApplicationAndTheAutoscalersArePipelines() throws IOException {
    assertThat(samples().filter(sample -> !text(sample).contains("\nkind: CdcPipeline\n")))
        .map(sample -> sample.getFileName().toString())
        .containsExactly("autoscale-hpa.yaml", "autoscale-keda.yaml", "shop-app.yaml");
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
