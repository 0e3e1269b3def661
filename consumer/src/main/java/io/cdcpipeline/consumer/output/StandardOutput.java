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
  /** What fd 1 is, on Linux; elsewhere there is no such file and nothing to mend. */
  private static final Path ITSELF = Path.of("/proc/self/fd/1");

  private StandardOutput() {}

  /** Takes it for the lines; whatever else prints to {@code System.out} goes to stderr. */
  public static OutputStream take() {
    System.setOut(System.err);
    OutputStream output = new FileOutputStream(FileDescriptor.out);
    try {
      if (endsInsideLine(ITSELF)) {
        output.write('\n');
      }
    } catch (IOException e) {
      System.err.println("Cannot look at standard output: " + e.getMessage());
    }
    return output;
  }

  /**
   * Whether it is a file whose last line a killed predecessor left half written: our first line
   * would be lost with it.
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
