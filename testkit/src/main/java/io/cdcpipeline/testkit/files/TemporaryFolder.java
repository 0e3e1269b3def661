package io.cdcpipeline.testkit.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * Folders of servers that live longer than one test, where JUnit's {@code @TempDir} ends too early.
 */
public final class TemporaryFolder {
  private TemporaryFolder() {}

  /**
   * A new folder in the system's temporary one, deleted when this JVM ends.
   *
   * @throws UncheckedIOException when it cannot be created
   */
  public static Path untilExit(String prefix) {
    try {
      Path folder = Files.createTempDirectory(prefix);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With all that is in it, as far as it can be deleted: a server may still be writing into it. */
  public static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(TemporaryFolder::deleteFile);
    } catch (IOException | UncheckedIOException gone) {
      // a file that its server deleted meanwhile
    }
  }

  private static void deleteFile(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException inUse) {
      // stays behind
    }
  }
}
