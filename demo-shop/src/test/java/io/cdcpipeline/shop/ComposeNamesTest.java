package io.cdcpipeline.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/coming-from-compose.md sends nobody to a name that is not there. */
class ComposeNamesTest {
  private static final Path ROOT = Path.of(System.getProperty("repository.root"));
  private static final String DASHBOARD =
      "operator/src/test/resources/golden/minimal/dashboard.json";

  private final String page = read("docs/coming-from-compose.md");

  @Test
  void targets() {
    var targets = found(Pattern.compile("(?m)^((?:[a-z][a-z-]* ?)+):"), read("Makefile"));
    var words = new TreeSet<String>();
    targets.forEach(line -> words.addAll(Set.of(line.strip().split(" ", -1))));
    assertThat(words).containsAll(named("make ([a-z][a-z-]*)"));
  }

  @Test
  void samplesAndPages() {
    assertThat(named("samples/[a-z-]+\\.yaml"))
        .allSatisfy(f -> assertThat(ROOT.resolve(f)).exists());
    assertThat(named("\\]\\(([^)]+)\\)"))
        .allSatisfy(link -> assertThat(ROOT.resolve("docs").resolve(link)).exists());
  }

  @Test
  void metrics() {
    String known = read("docs/metrics.md") + read("demo-shop/README.md");
    assertThat(named("`((?:cdc|api)_[a-z_]+_(?:total|seconds))"))
        .isNotEmpty()
        .allSatisfy(m -> assertThat(known).contains("`" + m + "`"));
  }

  @Test
  void panels() {
    String dashboard = read(DASHBOARD);
    assertThat(named("\"([A-Z][a-z]+[, a-z]+)\""))
        .hasSize(2)
        .allSatisfy(title -> assertThat(dashboard).contains("\"" + title + "\""));
  }

  private Set<String> named(String pattern) {
    return found(Pattern.compile(pattern), page);
  }

  private static Set<String> found(Pattern pattern, String text) {
    var found = new TreeSet<String>();
    pattern.matcher(text).results().forEach(m -> found.add(m.group(m.groupCount())));
    return found;
  }

  private static String read(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
