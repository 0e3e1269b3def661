package io.cdcpipeline.operator;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Material beside the repository, which tests use if present and require in CI. */
public final class Shared {
  private Shared() {}

  /** A file or folder below the shared folder; the test is skipped, in CI failed, without it. */
  public static Path path(String below) {
    var folder = System.getenv("SHARED_DIR");
    var shared = folder == null ? Golden.root().resolve("../shared") : Path.of(folder);
    return require(shared.resolve(below).normalize());
  }

  /** Skips the test when the path is absent; fails it in CI. */
  public static Path require(Path path) {
    boolean there = Files.exists(path);
    if (!there && "true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(path + " is missing, and in CI nothing may be skipped");
    }
    Assumptions.assumeTrue(there, path + " is not there");
    return path;
  }
}
