package io.cdcpipeline.local.shipper;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The entries in the lines of a log file. A container runtime puts {@code <time> <stream> F} before
 * each line, and cuts long ones into parts with {@code P} and a last one with {@code F}. The files
 * of the stand-in's own processes have bare lines.
 */
final class ContainerLog {
  private static final Pattern RUNTIME =
      Pattern.compile("(\\d{4}-\\d{2}-\\d{2}T\\S+) (stdout|stderr) ([FP]) ");
  private static final int LONGEST_PREFIX = 60;

  private final Path file;
  private final Instant readAt;
  private final List<LogEntry> entries = new ArrayList<>();
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private long begin = -1;

  private ContainerLog(Path file, Instant readAt) {
    this.file = file;
    this.readAt = readAt;
  }

  /**
   * The complete entries in these lines.
   *
   * @param end the position after the last line
   */
  static LogFile.Chunk chunk(Path file, List<LogFile.Line> lines, long end) {
    ContainerLog log = new ContainerLog(file, Instant.now());
    lines.forEach(log::add);
    return new LogFile.Chunk(log.entries, log.begin < 0 ? end : log.begin);
  }

  private void add(LogFile.Line line) {
    Matcher prefix = RUNTIME.matcher(beginning(line.bytes()));
    if (!prefix.lookingAt()) {
      add(line.offset(), readAt, line.bytes(), 0, true);
    } else if (prefix.group(2).equals("stdout")) {
      boolean last = prefix.group(3).equals("F");
      add(line.offset(), Instant.parse(prefix.group(1)), line.bytes(), prefix.end(), last);
    }
  }

  private void add(long offset, Instant writtenAt, byte[] bytes, int from, boolean last) {
    begin = begin < 0 ? offset : begin;
    text.write(bytes, from, bytes.length - from);
    if (last) {
      // A cut may divide a character, so only the whole is decoded.
      entries.add(new LogEntry(file, begin, writtenAt, text.toString(StandardCharsets.UTF_8)));
      text.reset();
      begin = -1;
    }
  }

  private static String beginning(byte[] bytes) {
    int length = Math.min(bytes.length, LONGEST_PREFIX);
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }
}
