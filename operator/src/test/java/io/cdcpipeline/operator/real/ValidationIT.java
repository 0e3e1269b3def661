package io.cdcpipeline.operator.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the CRD on a real API server: what it accepts, and its messages. */
class ValidationIT {
  private static final String EXPECT = "# expect: ";
  private static RealApi api;
  private static String namespace;
  @TempDir Path work;

  @BeforeAll
  static void start() {
    api = RealApi.get();
    namespace = api.namespace();
  }

  @AfterEach
  void end() {
    api.run("delete", "cdcpipelines", "--all", "-n", namespace);
  }

  static Stream<Path> valid() throws IOException {
    return files("valid");
  }

  static Stream<Path> invalid() throws IOException {
    return files("invalid");
  }

  static Stream<Path> update() throws IOException {
    return files("update");
  }

  @ParameterizedTest
  @MethodSource
  void valid(Path file) {
    assertThat(create(file, "--dry-run=server").output()).contains("created (server dry run)");
  }

  @ParameterizedTest
  @MethodSource
  void invalid(Path file) throws IOException {
    var result = create(file, "--dry-run=server");
    assertThat(result.code()).as(result.output()).isNotZero();
    assertThat(result.output()).contains(expected(file));
  }

  @ParameterizedTest
  @MethodSource
  void update(Path file) throws IOException {
    var documents = Files.readString(file).split("---\n", -1);
    var before = Files.writeString(work.resolve("before.yaml"), documents[0]);
    var after = Files.writeString(work.resolve("after.yaml"), documents[1]);
    api.kubectl("replace", "--force", "-n", namespace, "-f", before.toString());
    var result = api.run("replace", "-n", namespace, "-f", after.toString());
    var accepted = expected(file).equals("configured");
    assertThat(result.code() == 0).as(result.output()).isEqualTo(accepted);
    assertThat(result.output()).contains(accepted ? "replaced" : expected(file));
  }

  private static RealApi.Result create(Path file, String how) {
    return api.run("create", "-n", namespace, "--validate=strict", how, "-f", file.toString());
  }

  private static String expected(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines.findFirst().orElseThrow().substring(EXPECT.length());
    }
  }

  private static Stream<Path> files(String folder) throws IOException {
    try (var files = Files.list(Golden.resource("crd/" + folder))) {
      return files.sorted().toList().stream();
    }
  }
}
