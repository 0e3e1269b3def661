package io.cdcpipeline.operator.database;

import static io.cdcpipeline.testkit.requirement.Requirement.OPENSSL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands in docs/security.md make certificates that the operator accepts. */
@Requires(OPENSSL)
class OpensslCertificatesTest {
  private static final String BEGIN = "<!-- openssl: run by OpensslCertificatesTest -->\n```sh\n";

  /** Keeps the files that a Secret is made of. */
  private static final String KUBECTL =
      """
      kubectl() {
        if [ "$1" = apply ]; then cat; return; fi
        mkdir "$6"
        for file in "${@:7:3}"; do file=${file#--from-file=}; cp "${file#*=}" "$6/${file%%=*}"; done
      }
      """;

  @TempDir private Path folder;

  @Test
  void theCommandsOfThePageMakeAllSecrets() throws Exception {
    OPENSSL.path();
    var page = Files.readString(Golden.root().resolve("docs/security.md"));
    int start = page.indexOf(BEGIN) + BEGIN.length();
    var commands = page.substring(start, page.indexOf("```", start));
    var script = Files.writeString(folder.resolve("script"), "set -eu\n" + KUBECTL + commands);

    var bash =
        new ProcessBuilder("bash", script.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();

    var output = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor()).as(output).isZero();
    assertThat(TidbTls.problem(new ResourceNames("shop", "shop"), this::secret, Instant.now()))
        .isEmpty();
  }

  private Optional<Map<String, String>> secret(String name) {
    var secret = folder.resolve(name);
    if (!Files.isDirectory(secret)) {
      return Optional.empty();
    }
    try (var files = Files.list(secret)) {
      var content = new TreeMap<String, String>();
      for (var file : files.toList()) {
        content.put(file.getFileName().toString(), Files.readString(file));
      }
      return Optional.of(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
