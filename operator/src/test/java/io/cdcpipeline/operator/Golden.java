package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a test compares with, and rewrites when run with {@code -Dgolden.update=true}. */
public final class Golden {
  private Golden() {}

  /** The repository's root folder. */
  public static Path root() {
    return Path.of(System.getProperty("repository.root", "..")).toAbsolutePath().normalize();
  }

  public static Path resource(String path) {
    return root().resolve("operator/src/test/resources").resolve(path);
  }

  public static boolean updating() {
    return Boolean.getBoolean("golden.update");
  }

  /** Fails when the file is not exactly this text; {@code command} says how to rewrite it. */
  public static void assertSame(Path file, String actual, String command) {
    try {
      if (updating()) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
      }
      assertThat(file).as("missing: run %s", command).exists();
      assertThat(actual).as("%s is stale: run %s", file, command).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
