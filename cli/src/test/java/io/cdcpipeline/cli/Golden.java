package io.cdcpipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Expected output, rewritten when run with {@code -Dgolden.update=true}. */
public final class Golden {
  private Golden() {}

  /** The repository's root folder. */
  public static Path root() {
    return Path.of(System.getProperty("repository.root", "..")).toAbsolutePath().normalize();
  }

  /** Fails when {@code golden/<name>} is not exactly this text. */
  public static void assertSame(String name, String actual) {
    assertSame(root().resolve("cli/src/test/resources/golden").resolve(name), actual);
  }

  public static void assertSame(Path file, String actual) {
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
      }
      assertThat(file).as("run make golden").exists();
      assertThat(actual).as("%s; make golden rewrites it", file).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
