package io.cdcpipeline.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The file with a consumer's standard output, read as a log shipper would. */
record EventFile(Path path) {
  private static final Pattern ID = Pattern.compile("\"event_id\":\"([^\"]*)\"");

  /** The number of complete lines, the distinct ids in them, and the number of truncated lines. */
  record Content(long lines, Set<String> ids, long truncated) {}

  Content read() {
    Set<String> ids = new HashSet<>();
    long[] counts = new long[2];
    try (Stream<String> lines = Files.exists(path) ? Files.lines(path) : Stream.empty()) {
      lines.forEach(
          line -> {
            Matcher matcher = ID.matcher(line);
            if (line.startsWith("{") && line.endsWith("}") && matcher.find()) {
              counts[0]++;
              ids.add(matcher.group(1));
            } else {
              counts[1]++;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Content(counts[0], ids, counts[1]);
  }

  long size() {
    try {
      return Files.exists(path) ? Files.size(path) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
