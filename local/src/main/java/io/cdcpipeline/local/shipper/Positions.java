package io.cdcpipeline.local.shipper;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.local.process.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

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

  /** Of a file, whatever its name: kubelet renames a log when it begins the next. */
  static String identity(Path log) throws IOException {
    return String.valueOf(Files.readAttributes(log, BasicFileAttributes.class).fileKey());
  }

  long of(String identity) {
    return offsets.path(identity).asLong();
  }

  void move(String identity, long offset) {
    offsets.put(identity, offset);
    PrivateFile.write(file, offsets.toString());
  }
}
