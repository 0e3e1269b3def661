package io.cdcpipeline.operator.real;

import static io.cdcpipeline.testkit.requirement.Requirement.REAL_API;
import static io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation.STRICT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.testkit.requirement.Requires;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the CRD on a real API server: what it accepts, and its messages. */
@Requires(REAL_API)
class ValidationIT {
  private static final String EXPECT = "# expect: ";
  private static RealApi api;
  private static String namespace;

  @BeforeAll
  static void start() {
    api = RealApi.get();
    namespace = api.namespace();
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

  /**
   * Flux and kstatus take a resource without a status, or without a generation in it, for ready.
   */
  @Test
  void aPipelineThatNobodyHasReconciledIsNotCurrent() {
    var unobserved =
        pipeline(
            """
            apiVersion: cdcpipeline.io/v1alpha1
            kind: CdcPipeline
            metadata: {name: unobserved}
            spec: {changefeed: {tables: ["shop.*"]}}
            """);

    unobserved.create();

    assertThat(unobserved.get().<Object>get("status")).isEqualTo(Map.of("observedGeneration", -1));
  }

  /** The API server then stores null for an empty object (kubernetes#135841). */
  @Test
  void emptyObjectsAppliedClientSideAreAcceptedServerSide(@TempDir Path folder) throws IOException {
    var file =
        Files.writeString(
            folder.resolve("pipeline.yaml"),
            """
            apiVersion: cdcpipeline.io/v1alpha1
            kind: CdcPipeline
            metadata: {name: empty}
            spec:
              changefeed: {tables: ["shop.*"]}
              database: {managed: {}, schema: {}}
              kafka: {managed: {}}
              search: {managed: {}}
              consumer: {resources: {}}
            """);
    api.kubectl("apply", "-n", namespace, "-f", file.toString());

    for (int i = 0; i < 3; i++) {
      api.kubectl(
          "apply", "-n", namespace, "--server-side", "--force-conflicts", "-f", file.toString());
    }

    api.kubectl(
        "patch",
        "cdcpipeline",
        "empty",
        "-n",
        namespace,
        "--type",
        "merge",
        "-p",
        "{\"spec\":{\"suspend\":true}}");
    api.kubectl("delete", "cdcpipeline", "empty", "-n", namespace);
  }

  @ParameterizedTest
  @MethodSource
  void valid(Path file) throws IOException {
    assertThat(pipeline(Files.readString(file)).dryRun().fieldValidation(STRICT).create())
        .isNotNull();
  }

  @ParameterizedTest
  @MethodSource
  void invalid(Path file) throws IOException {
    var pipeline = pipeline(Files.readString(file));

    assertThatThrownBy(() -> pipeline.dryRun().fieldValidation(STRICT).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(expected(file));
  }

  @ParameterizedTest
  @MethodSource
  void update(Path file) throws IOException {
    var documents = Files.readString(file).split("---\n", -1);
    pipeline(documents[0]).create();
    var updated = pipeline(documents[1]);
    try {
      if (expected(file).equals("configured")) {
        assertThat(updated.update()).isNotNull();
      } else {
        assertThatThrownBy(updated::update)
            .isInstanceOf(KubernetesClientException.class)
            .hasMessageContaining(expected(file));
      }
    } finally {
      updated.delete();
    }
  }

  /** Not by the API classes: they would drop the fields they do not know. */
  private static Resource<GenericKubernetesResource> pipeline(String yaml) {
    return api.client()
        .resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class))
        .inNamespace(namespace);
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
