package io.cdcpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher and its class cache, with a Java that writes down what it is asked. */
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      echo "$@" >>"%1$s/calls"
      for word; do
        case $word in
          *=*.jsa.new) [ -f "%1$s/refuse" ] || : >"${word#*=}"; [ ! -f "%1$s/refuse" ] || exit 1 ;;
          *=*.classes) : >"${word#*=}" ;;
        esac
      done
      """;

  @TempDir Path folder;

  @BeforeEach
  void installed() throws IOException {
    var launcher = Golden.root().resolve("cli/bin/kubectl-cdc");
    Files.copy(launcher, folder.resolve("kubectl-cdc"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createFile(folder.resolve("cdc-pipeline-cli.jar"));
    var java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, JAVA.formatted(folder));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    feature(17);
  }

  @Test
  void writesTheArchiveOnceAndUsesIt() throws Exception {
    launch("--version");
    await().until(() -> cached().equals(List.of("jsa")));
    launch("status");

    var calls = Files.readAllLines(folder.resolve("calls"));
    assertThat(calls).hasSize(4);
    assertThat(calls).filteredOn(c -> c.endsWith("--version")).noneMatch(c -> c.contains(".jsa"));
    assertThat(calls).filteredOn(c -> c.endsWith("__train")).hasSize(1);
    assertThat(calls)
        .filteredOn(c -> c.contains("-Xshare:dump"))
        .singleElement()
        .asString()
        .contains(".jsa.classes", "-XX:+UseG1GC")
        .doesNotContain("AOTClassLinking");
    assertThat(calls.get(3)).endsWith("status").contains("-XX:SharedArchiveFile=").contains(".jsa");
  }

  @Test
  void leavesNothingBehindWhenTheArchiveCannotBeWritten() throws Exception {
    Files.createFile(folder.resolve("refuse"));

    assertThat(launch("--version")).isZero();
    await().until(() -> calls("-Xshare:dump") == 1 && cached().isEmpty());
  }

  @Test
  void linksClassesWhereJavaCan() throws Exception {
    feature(25);

    launch("--version");
    await().until(() -> cached().equals(List.of("jsa")));

    assertThat(calls("AOTClassLinking")).isOne();
  }

  @Test
  void removesArchivesOfLongAgo() throws Exception {
    var cache = Files.createDirectory(folder.resolve("cache"));
    var old = Files.createFile(cache.resolve("1-1.jsa"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(32))));
    Files.createFile(cache.resolve("2-2.jsa"));

    launch("--version");
    await().until(() -> !Files.exists(old) && cached().equals(List.of("jsa", "jsa")));

    assertThat(cache.resolve("2-2.jsa")).exists();
  }

  @Test
  void takesOverFromWhomNeverCameBack() throws Exception {
    Files.createFile(folder.resolve("refuse"));
    launch("--version");
    await().until(() -> calls("-Xshare:dump") == 1 && cached().isEmpty());
    var archive = archive();
    Files.delete(folder.resolve("refuse"));
    var lock = Files.createDirectory(folder.resolve("cache").resolve(archive + ".lock"));
    launch("--version");
    assertThat(calls("-Xshare:dump")).isOne();

    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    launch("--version");
    await().until(() -> cached().equals(List.of("jsa")));
  }

  @Test
  void runsWithoutACacheThatCannotBeMade() throws Exception {
    Files.createFile(folder.resolve("cache"));

    assertThat(launch("--version")).isZero();

    assertThat(Files.readAllLines(folder.resolve("calls")))
        .singleElement()
        .asString()
        .endsWith("--version");
  }

  /** The file that the last training was for. */
  private String archive() throws IOException {
    return Files.readAllLines(folder.resolve("calls")).stream()
        .filter(call -> call.contains("-Xshare:dump"))
        .map(call -> call.replaceFirst(".*-XX:SharedArchiveFile=\\S*/(\\S*)\\.new.*", "$1"))
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private void feature(int version) throws IOException {
    Files.writeString(
        folder.resolve("jdk/release"), "JAVA_VERSION=\"%d.0.1\"\n".formatted(version));
  }

  private int launch(String... words) throws IOException, InterruptedException {
    var line = new ArrayList<>(List.of(folder.resolve("kubectl-cdc").toString()));
    line.addAll(List.of(words));
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().put("KUBECTL_CDC_CACHE", folder.resolve("cache").toString());
    return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
  }

  private long calls(String word) throws IOException {
    return Files.readAllLines(folder.resolve("calls")).stream()
        .filter(c -> c.contains(word))
        .count();
  }

  /** What lies in the cache, by its ending. */
  private List<String> cached() throws IOException {
    try (var files = Files.list(folder.resolve("cache"))) {
      return files.map(f -> f.toString().replaceFirst(".*\\.", "")).toList();
    }
  }
}
