package io.cdcpipeline.local.shipper;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The next complete lines of a growing file. */
final class LogFile {
  private static final int MAX_BYTES = 2 << 20;
  private static final int MAX_LINE_BYTES = 64 << 20;

  private LogFile() {}

  /** Lines and the position after the last one. */
  record Chunk(List<String> lines, long end) {}

  /**
   * An incomplete last line is left for the next read; a file that shrank is read from its start.
   */
  static Chunk read(Path file, long from) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long start = from > in.length() ? 0 : from;
      for (int size = MAX_BYTES; ; size *= 2) {
        byte[] bytes = new byte[(int) Math.min(size, in.length() - start)];
        in.seek(start);
        in.readFully(bytes);
        int end = lastLineEnd(bytes);
        if (end > 0 || bytes.length < size || size > MAX_LINE_BYTES) {
          return new Chunk(lines(bytes, end), start + end);
        }
      }
    }
  }

  private static int lastLineEnd(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static List<String> lines(byte[] bytes, int end) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < end; i++) {
      if (bytes[i] == '\n') {
        lines.add(new String(bytes, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    return lines;
  }
}
