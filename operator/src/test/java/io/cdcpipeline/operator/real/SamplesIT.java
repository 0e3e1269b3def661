package io.cdcpipeline.operator.real;

import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample as a user applies it, under strict field validation. */
@Requires(REAL_API)
class SamplesIT {
  private static RealApi api;

  @BeforeAll
  static void start() {
    api = RealApi.get();
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
    assertThat(applied.output()).contains("cdcpipeline.cdcpipeline.io/").doesNotContain("Warning");
    assertThat(again.output().lines()).anyMatch(l -> l.matches("cdcpipeline.* unchanged"));
  }
}
