package io.cdcpipeline.local.mariadb;

import io.cdcpipeline.local.process.ChildProcess;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Command;
import io.cdcpipeline.local.process.PrivateFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Makes MariaDB's system tables, once. */
final class DataDirectory {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private DataDirectory() {}

  /** The mark is written last: an installation that was cut short is made again. */
  static void createIfAbsent(ChildProcesses children, MariaDbPrograms programs, Path directory) {
    Path mark = directory.resolve("installed");
    if (Files.exists(mark)) {
      return;
    }
    Path log = directory.resolve("install.log");
    ChildProcess installer =
        children.start(
            Command.of("mariadb-install-db", MariaDbFlags.installer(programs, directory), log));
    installer.awaitReady(TIMEOUT, () -> !installer.alive() && installer.exitStatus() == 0);
    PrivateFile.write(mark, "");
  }
}
