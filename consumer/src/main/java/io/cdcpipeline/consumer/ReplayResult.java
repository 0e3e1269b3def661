package io.cdcpipeline.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a replay has done, for the operator: it follows the last line to the index.
 *
 * @param records read from the topic
 * @param lines written, heartbeats apart
 * @param missed records that Kafka deleted before the replay could read them
 * @param partition of the last line's record; -1 without lines
 * @param offset of the last line's record; -1 without lines
 */
record ReplayResult(long records, long lines, long missed, int partition, long offset) {

  String json() {
    return "{\"records\":%d,\"lines\":%d,\"missed\":%d,\"partition\":%d,\"offset\":%d}"
        .formatted(records, lines, missed, partition, offset);
  }

  void write(Path file) {
    try {
      Files.writeString(file, json());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the result to " + file, e);
    }
  }
}
