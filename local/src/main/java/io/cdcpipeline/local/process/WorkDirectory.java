package io.cdcpipeline.local.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A directory that belongs to one running program, guarded by a lock file. */
public final class WorkDirectory implements AutoCloseable {
  private final Path path;
  private final FileChannel lockFile;

  private WorkDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  public static WorkDirectory open(Path path) {
    try {
      Files.createDirectories(path);
      FileChannel file =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = file.tryLock();
      if (lock == null) {
        file.close();
        throw new ServerException(
            "%s is in use by another running demo. Stop that one (Ctrl-C) first.".formatted(path));
      }
      return new WorkDirectory(path, file);
    } catch (IOException e) {
      throw new ServerException(
          "The work directory %s cannot be used: %s".formatted(path, e.getMessage()), e);
    }
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
