package io.cdcpipeline.local.shipper;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The next complete entries of a growing file. */
final class LogFile {
  private static final int MAX_BYTES = 2 << 20;
  private static final int MAX_LINE_BYTES = 64 << 20;

  private LogFile() {}

  /** A line without its end. */
  @SuppressWarnings("ArrayRecordComponent") // decoded at once, never compared
  record Line(long offset, byte[] bytes) {}

  /**
   * Complete entries.
   *
   * @param end the position after the last one
   */
  record Chunk(List<LogEntry> entries, long end) {}

  /**
   * An incomplete last entry is left for the next read; a file that shrank is read from its start.
   */
  static Chunk read(Path file, long from) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long start = from > in.length() ? 0 : from;
      for (int size = MAX_BYTES; ; size *= 2) {
        byte[] bytes = new byte[(int) Math.min(size, in.length() - start)];
        in.seek(start);
        in.readFully(bytes);
        int end = lastLineEnd(bytes);
        Chunk chunk = ContainerLog.chunk(file, lines(bytes, end, start), start + end);
        if (chunk.end() > start || bytes.length < size || size > MAX_LINE_BYTES) {
          return chunk;
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

  private static List<Line> lines(byte[] bytes, int end, long offset) {
    List<Line> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < end; i++) {
      if (bytes[i] == '\n') {
        lines.add(new Line(offset + start, Arrays.copyOfRange(bytes, start, i)));
        start = i + 1;
      }
    }
    return lines;
  }
}
