package io.cdcpipeline.local.ticdc;

import io.cdcpipeline.local.process.PrivateFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The checkpoint of one changefeed in a file: a first line {@code running} or {@code stopped}, then
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
   * Resumes a changefeed at the checkpoint the server has. After a crash that one is older than
   * ours, which then applies; after a stop it is the one the user requested for, possibly an
   * earlier one.
   */
  void start(long requested) {
    long saved = saved();
    save(Math.max(requested, saved));
  }

  private long saved() {
    if (!Files.exists(file)) {
      return 0;
    }
    List<String> lines = PrivateFile.read(file).lines().toList();
    return lines.get(0).equals("running") ? Long.parseLong(lines.get(1)) : 0;
  }

  boolean exists() {
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
