package io.cdcpipeline.consumer.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** Standard output, for event lines and nothing else. */
public final class StandardOutput {
  /** File descriptor 1 on Linux; other systems have no such file and skip the check. */
  private static final Path FD_1 = Path.of("/proc/self/fd/1");

  private StandardOutput() {}

  /** Reserves it for the lines; whatever else prints to {@code System.out} goes to stderr. */
  public static OutputStream claim() {
    System.setOut(System.err);
    OutputStream output = new FileOutputStream(FileDescriptor.out);
    try {
      if (endsInsideLine(FD_1)) {
        output.write('\n');
      }
    } catch (IOException e) {
      System.err.println("Cannot inspect standard output: " + e.getMessage());
    }
    return output;
  }

  /**
   * Whether it is a file whose last line is incomplete, because a previous process was killed: our
   * first line would be lost with it.
   */
  static boolean endsInsideLine(Path path) throws IOException {
    if (!Files.isRegularFile(path) || Files.size(path) == 0) {
      return false;
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(file.length() - 1);
      return file.read() != '\n';
    }
  }
}
