package io.cdcpipeline.local.mariadb;

import io.cdcpipeline.local.process.ChildProcess;
import io.cdcpipeline.local.process.ChildProcesses;
import io.cdcpipeline.local.process.Command;
import io.cdcpipeline.local.process.PrivateFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Creates MariaDB's system tables, once. */
final class DataDirectory {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private DataDirectory() {}

  /** The marker is written last: an interrupted installation is repeated. */
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
