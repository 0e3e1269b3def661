package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.process.ServerException;
import io.cdcpipeline.local.process.WorkDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The demo's directory, locked while it runs, and the file with its variables. */
final class DemoFiles {
  private final Path target;
  private final WorkDirectory work;

  private DemoFiles(Path target, WorkDirectory work) {
    this.target = target;
    this.work = work;
  }

  static DemoFiles open(Path target) {
    try {
      DemoFiles files = new DemoFiles(target, WorkDirectory.open(target.resolve("demo")));
      files.empty();
      return files;
    } catch (ServerException e) {
      throw DemoException.busy(e.getMessage());
    }
  }

  Path directory() {
    return work.path().toAbsolutePath();
  }

  Path variables() {
    return target.resolve("demo.env");
  }

  /** Removes the variables and, unless the logs are still needed, the directory. */
  void close(boolean all) {
    try {
      Files.deleteIfExists(variables());
      if (all) {
        empty();
      }
      work.close();
      if (all) {
        Files.deleteIfExists(work.path().resolve("lock"));
        Files.deleteIfExists(work.path());
      }
    } catch (IOException e) {
      throw DemoException.failed(
          "Cannot clean up %s: %s".formatted(work.path(), e.getMessage()), e);
    }
  }

  private void empty() {
    try (Stream<Path> files = Files.walk(work.path())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(work.path()) && !file.equals(work.path().resolve("lock"))) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw DemoException.failed("Cannot empty %s: %s".formatted(work.path(), e.getMessage()), e);
    }
  }
}
