package io.cdcpipeline.local.ticdc;

import io.cdcpipeline.local.process.PrivateFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The position of one changefeed in a file: a first line {@code running} or {@code stopped}, then
 * the timestamp up to which everything is in Kafka.
 */
final class Checkpoint {
  private final Path file;
  private volatile long tso;

  Checkpoint(Path file) {
    this.file = file;
  }

  long tso() {
    return tso;
  }

  /**
   * Takes up a changefeed at the position the server knows. After a crash that one is older than
   * ours, which then counts; after a stop it is what the user wants, further back if need be.
   */
  void start(long asked) {
    long kept = kept();
    save(Math.max(asked, kept));
  }

  private long kept() {
    if (!Files.exists(file)) {
      return 0;
    }
    List<String> lines = PrivateFile.read(file).lines().toList();
    return lines.get(0).equals("running") ? Long.parseLong(lines.get(1)) : 0;
  }

  boolean known() {
    return Files.exists(file);
  }

  void save(long newTso) {
    PrivateFile.write(file, "running\n" + newTso + "\n");
    tso = newTso;
  }

  void stop() {
    PrivateFile.write(file, "stopped\n" + tso + "\n");
  }

  void remove() {
    file.toFile().delete();
  }
}
