package io.cdcpipeline.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkDirectoryTest {
  @TempDir Path directory;

  @Test
  void rejectsASecondProgramUntilTheFirstEnds() throws IOException {
    List<String> holder = JavaCommand.withHeap(32).main(Holder.class, directory.toString());
    ChildProcesses children = new ChildProcesses();
    children.start(Command.of("holder", holder, directory.resolve("holder.log")));
    await().until(() -> Files.exists(directory.resolve("held")));
    assertThatThrownBy(() -> WorkDirectory.open(directory))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("in use by another running demo");
    children.close();
    try (WorkDirectory mine = WorkDirectory.open(directory)) {
      assertThat(mine.path()).isEqualTo(directory);
    }
  }

  @Test
  void secretsAreReadableOnlyByTheirOwner() throws IOException {
    Path file = directory.resolve("secret");
    String secret = Secrets.loadOrCreate(file);
    assertThat(secret).matches("[a-z0-9]{20,}");
    assertThat(Secrets.loadOrCreate(file)).isEqualTo(secret);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  /** Holds the directory until it is stopped. */
  static final class Holder {
    public static void main(String[] args) throws InterruptedException {
      WorkDirectory held = WorkDirectory.open(Path.of(args[0]));
      PrivateFile.write(held.path().resolve("held"), "");
      Thread.currentThread().join();
    }
  }
}
