package io.cdcpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive and its manifest, by the rules of krew 0.4.5: internal/index/validation/validate.go,
 * cmd/validate-krew-manifest, and the checklist for its index, krew.sigs.k8s.io/docs.
 */
class KrewTest {
  private static final Set<String> PLUGIN = Set.of("apiVersion", "kind", "metadata", "spec");
  private static final Set<String> SPEC =
      Set.of("version", "homepage", "shortDescription", "description", "caveats", "platforms");
  private static final Set<String> PLATFORM = Set.of("selector", "uri", "sha256", "bin");

  @TempDir Path root;

  /** A jar of any content: the real one exists only later in the build. */
  @BeforeEach
  void copy() throws IOException {
    for (var file :
        List.of(
            "LICENSE",
            "cli/archive",
            "cli/krew.yaml",
            "cli/bin/kubectl-cdc",
            "cli/bin/kubectl_complete-cdc")) {
      Files.createDirectories(root.resolve(file).getParent());
      Files.copy(
          Golden.root().resolve(file), root.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.createDirectories(root.resolve("cli/target"));
    Files.writeString(root.resolve("cli/target/cdc-pipeline-cli.jar"), "a jar\n");
  }

  @Test
  void theManifestIsValid() throws Exception {
    var manifest = Json.YAML.readTree(run("cli/archive"));
    assertThat(fields(manifest)).isEqualTo(PLUGIN);
    assertThat(manifest.path("apiVersion").asText())
        .isEqualTo("krew.googlecontainertools.github.com/v1alpha2");
    assertThat(manifest.path("kind").asText()).isEqualTo("Plugin");
    assertThat(manifest.at("/metadata/name").asText()).isEqualTo("cdc").matches("[\\w-]+");

    var spec = manifest.path("spec");
    assertThat(fields(spec)).isEqualTo(SPEC);
    assertThat(spec.path("version").asText())
        .isEqualTo("v" + version())
        .matches("v\\d+\\.\\d+\\.\\d+");
    assertThat(spec.path("homepage").asText()).startsWith("https://");
    assertThat(spec.path("shortDescription").asText())
        .isNotEmpty()
        .hasSizeLessThanOrEqualTo(50)
        .doesNotContain("\n");
    for (var text : List.of("description", "caveats")) {
      assertThat(spec.path(text).asText().lines())
          .isNotEmpty()
          .allMatch(line -> line.length() <= 80);
    }
    assertThat(spec.path("platforms")).hasSize(1); // so none overlaps another
  }

  @Test
  void itsPlatformIsTheArchive() throws Exception {
    var platform = Json.YAML.readTree(run("cli/archive")).at("/spec/platforms/0");
    var archive = root.resolve("cli/target/kubectl-cdc.tar.gz");

    assertThat(fields(platform)).isEqualTo(PLATFORM);
    assertThat(platform.path("sha256").asText()).matches("[a-f0-9]{64}").isEqualTo(sha256(archive));
    assertThat(platform.path("uri").asText())
        .startsWith("https://")
        .endsWith("/v" + version() + "/kubectl-cdc.tar.gz");
    assertThat(platform.at("/selector/matchExpressions/0/key").asText()).isIn("os", "arch");
    assertThat(platform.at("/selector/matchExpressions/0/operator").asText()).isEqualTo("In");
    assertThat(platform.at("/selector/matchExpressions/0/values").toString())
        .isEqualTo("[\"linux\",\"darwin\"]");

    var listing = run("tar", "-tvzf", archive.toString());
    assertThat(listing.lines())
        .as(listing)
        .anyMatch(
            line ->
                line.startsWith("-rwxr-xr-x 0/0")
                    && line.endsWith(" ./" + platform.path("bin").asText()))
        .anyMatch(line -> line.endsWith(" ./LICENSE"))
        .hasSize(5);
  }

  /** Else its sum would be another one each time. */
  @Test
  void theSameFilesAreTheSameArchive() throws Exception {
    var first = run("cli/archive");
    assertThat(root.resolve("cli/target/cdc-pipeline-cli.jar").toFile().setLastModified(1))
        .isTrue();
    assertThat(run("cli/archive")).isEqualTo(first);
  }

  @Test
  void anotherAddressIsTakenAsItIs() throws Exception {
    var address = "https://example.com/a|b?c=1&d=\\2";
    var manifest = Json.YAML.readTree(run("cli/archive", address));
    assertThat(manifest.at("/spec/platforms/0/uri").asText()).isEqualTo(address);
  }

  private static String version() throws IOException {
    var pom = Files.readString(Golden.root().resolve("cli/pom.xml"));
    var version = Pattern.compile("<version>([^<]+)</version>").matcher(pom);
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  private static Set<String> fields(JsonNode object) {
    var names = new TreeSet<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String sha256(Path file) throws Exception {
    var sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return "%064x".formatted(new BigInteger(1, sum));
  }

  private String run(String program, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(program.startsWith("cli/") ? root.resolve(program).toString() : program);
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command + ": " + output).isZero();
    return output;
  }
}
