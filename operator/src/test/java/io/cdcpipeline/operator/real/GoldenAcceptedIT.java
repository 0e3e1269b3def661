package io.cdcpipeline.operator.real;

import static io.cdcpipeline.testkit.requirement.Requirement.OTHER_CRDS;
import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation.STRICT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.kubernetes.ImagePullSecrets;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every child of every golden case, with pull Secrets, under strict field validation of the real
 * CRDs.
 */
@Requires({REAL_API, OTHER_CRDS})
class GoldenAcceptedIT {
  private static final ImagePullSecrets PULL_SECRETS = new ImagePullSecrets(List.of("mirror"));
  private static RealApi api;

  @BeforeAll
  static void install() {
    api = RealApi.get();
    api.installForeign(
        "tidb-operator-v2.0.1",
        "tidb-operator-v1.6.6",
        "strimzi-1.2.0",
        "eck-3.5.0",
        "prometheus-operator");
  }

  static Stream<Path> cases() throws IOException {
    try (var folders = Files.list(Golden.resource("golden"))) {
      return folders.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyChildIsAccepted(Path folder) throws IOException {
    for (var namespace : namespaces(folder)) {
      api.run("create", "namespace", namespace);
    }
    for (var child : children(folder)) {
      var manifest = Serialization.unmarshal(read(child), GenericKubernetesResource.class);
      PULL_SECRETS.addTo(manifest);
      var dryRun = api.client().resource(manifest).dryRun().fieldValidation(STRICT);
      assertThatCode(dryRun::serverSideApply).as(child.toString()).doesNotThrowAnyException();
      ShownBy.accepted(child);
    }
  }

  @Test
  void theNetworkPoliciesOfTheDocsAreAccepted() {
    api.run("create", "namespace", "shop");
    api.run("create", "namespace", "cdc-system");
    var file = Golden.root().resolve("docs/network-policies.yaml").toString();

    assertThat(api.kubectl("apply", "--dry-run=server", "-f", file).lines())
        .hasSizeGreaterThan(5)
        .allMatch(line -> line.endsWith("created (server dry run)"));
  }

  private static List<Path> children(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().startsWith("out-")).sorted().toList();
    }
  }

  private static List<String> namespaces(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(GoldenAcceptedIT::read)
          .flatMap(String::lines)
          .filter(line -> line.startsWith("  namespace: "))
          .map(line -> line.substring("  namespace: ".length()).strip())
          .distinct()
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
