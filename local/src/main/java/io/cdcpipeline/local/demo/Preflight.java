package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.Installation;
import io.cdcpipeline.local.mariadb.MariaDbPrograms;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks the preconditions before anything is started. */
final class Preflight {
  private static final long NEEDED_BYTES = 2L << 30;

  private Preflight() {}

  static void check(Installation installation) {
    List<Path> built =
        List.of(
            installation.operator(),
            installation.consumer(),
            installation.elasticsearch().resolve("modules"));
    for (Path file : built) {
      if (!Files.exists(file)) {
        throw DemoException.failed(file + " is missing: run `make demo`, which builds it first.");
      }
    }
    MariaDbPrograms.find(installation.mariadb());
    diskSpace(installation.target());
  }

  private static void diskSpace(Path directory) {
    try {
      FileStore disk = Files.getFileStore(directory);
      if (disk.getUsableSpace() < NEEDED_BYTES) {
        throw DemoException.failed(
            "Only %d MiB are free on the disk of %s, the demo needs %d: free some space and try again."
                .formatted(disk.getUsableSpace() >> 20, directory, NEEDED_BYTES >> 20));
      }
    } catch (IOException e) {
      throw DemoException.failed("The disk of " + directory + " cannot be read: " + e.getMessage());
    }
  }
}
