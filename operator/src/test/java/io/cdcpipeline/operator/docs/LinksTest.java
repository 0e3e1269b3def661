package io.cdcpipeline.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links between pages lead somewhere, and the README leads to every page. */
class LinksTest {
  private static final Path ROOT = Golden.root();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]+)(#[^)]*)?\\)");

  @Test
  void linksLeadToFiles() throws IOException {
    assertThat(pages())
        .isNotEmpty()
        .allSatisfy(page -> assertThat(targets(page)).allSatisfy(t -> assertThat(t).exists()));
  }

  @Test
  void theReadmeLinksEveryPage() throws IOException {
    assertThat(targets(ROOT.resolve("README.md"))).containsAll(pagesOf(ROOT.resolve("docs")));
  }

  private static List<Path> targets(Path page) {
    try {
      return LINK.matcher(Files.readString(page))
          .results()
          .map((MatchResult link) -> page.resolveSibling(link.group(1)).normalize())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> pages() throws IOException {
    try (var modules = Files.list(ROOT)) {
      return Stream.concat(Stream.of(ROOT), modules.filter(Files::isDirectory))
          .flatMap(folder -> pagesOf(folder).stream())
          .toList();
    }
  }

  private static List<Path> pagesOf(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
