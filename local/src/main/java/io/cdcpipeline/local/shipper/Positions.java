package io.cdcpipeline.local.shipper;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.local.process.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How far each file has been shipped; written after the events are indexed. */
final class Positions {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final ObjectNode offsets;

  Positions(Path file) {
    this.file = file;
    try {
      offsets =
          Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode();
    } catch (IOException e) {
      throw new UncheckedIOException("The positions in " + file + " cannot be read", e);
    }
  }

  long of(Path log) {
    return offsets.path(log.toString()).asLong();
  }

  void move(Path log, long offset) {
    offsets.put(log.toString(), offset);
    PrivateFile.write(file, offsets.toString());
  }
}
