package io.cdcpipeline.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a replay has done, for the operator: unless its lines are found, it follows the last one.
 *
 * @param records read from the topic
 * @param missed records that Kafka deleted before the replay could read them
 * @param selection what it has written of them
 * @param skipped what it had no memory for
 * @param found whether everything it has written is known to have arrived
 */
record ReplayResult(
    long records, long missed, ReplaySelection selection, SkippedRecords skipped, boolean found) {

  /** The positions are -1 where there is no line, or no record was skipped. */
  String json() {
    return """
    {"records":%d,"lines":%d,"missed":%d,"partition":%d,"offset":%d,\
    "skipped":%d,"skippedPartition":%d,"skippedOffset":%d,"found":%b}\
    """
        .formatted(
            records,
            selection.lines(),
            missed,
            selection.lastPartition(),
            selection.lastOffset(),
            skipped.count(),
            skipped.firstPartition(),
            skipped.firstOffset(),
            found);
  }

  void write(Path file) {
    try {
      Files.writeString(file, json());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the result to " + file, e);
    }
  }
}
