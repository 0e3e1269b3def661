package io.cdcpipeline.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The file with a consumer's standard output, read as a log shipper would. */
record EventFile(Path path) {
  private static final Pattern ID = Pattern.compile("\"event_id\":\"([^\"]*)\"");

  private static final String HEARTBEAT = "\"log_type\":\"cdc_heartbeat\"";

  /**
   * The number of complete lines of events, the distinct ids in them, the number of truncated
   * lines, and the heartbeats.
   */
  record Content(long lines, Set<String> ids, long truncated, List<String> heartbeats) {}

  Content read() {
    Set<String> ids = new HashSet<>();
    List<String> heartbeats = new ArrayList<>();
    long[] counts = new long[2];
    try (Stream<String> lines = Files.exists(path) ? Files.lines(path) : Stream.empty()) {
      lines.forEach(
          line -> {
            Matcher matcher = ID.matcher(line);
            boolean complete = line.startsWith("{") && line.endsWith("}");
            if (complete && line.contains(HEARTBEAT)) {
              heartbeats.add(line);
            } else if (complete && matcher.find()) {
              counts[0]++;
              ids.add(matcher.group(1));
            } else {
              counts[1]++;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Content(counts[0], ids, counts[1], heartbeats);
  }

  long size() {
    try {
      return Files.exists(path) ? Files.size(path) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
