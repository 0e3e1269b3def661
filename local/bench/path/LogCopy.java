package io.cdcpipeline.local.demo;

import io.cdcpipeline.local.shipper.ContainerFile;
import io.cdcpipeline.local.standin.Replica;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes a consumer's new lines as the container runtime does, into the file that Filebeat reads in
 * a cluster.
 */
final class LogCopy implements AutoCloseable {
  private static final long PAUSE_NANOS = 2_000_000;

  private final RandomAccessFile lines;
  private final ContainerFile container;
  private final Thread copying = new Thread(this::copy, "container-runtime");
  private volatile boolean closed;

  private LogCopy(RandomAccessFile lines, ContainerFile container) {
    this.lines = lines;
    this.container = container;
  }

  /** Begins with the next line. */
  static LogCopy start(Replica consumer, Path directory) throws IOException {
    var lines = new RandomAccessFile(consumer.output().toFile(), "r");
    lines.seek(lines.length());
    var copy = new LogCopy(lines, new ContainerFile(directory));
    copy.copying.start();
    return copy;
  }

  private void copy() {
    var block = new byte[1 << 20];
    var rest = new ByteArrayOutputStream();
    try (lines) {
      while (!closed) {
        int length = lines.read(block);
        if (length <= 0) {
          LockSupport.parkNanos(PAUSE_NANOS);
          continue;
        }
        rest.write(block, 0, length);
        container.lines(complete(rest));
      }
    } catch (IOException e) {
      throw DemoException.failed("The consumer's lines cannot be copied", e);
    }
  }

  /** Removes the complete lines. */
  private static String[] complete(ByteArrayOutputStream rest) {
    var bytes = rest.toByteArray();
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    rest.reset();
    rest.write(bytes, end, bytes.length - end);
    var text = new String(bytes, 0, end, StandardCharsets.UTF_8);
    return text.isEmpty() ? new String[0] : text.split("\n");
  }

  @Override
  public void close() {
    closed = true;
    try {
      copying.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
