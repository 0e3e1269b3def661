package io.cdcpipeline.consumer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;

/** A standard output that can be blocked. */
final class BlockableOutput extends OutputStream {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  volatile CountDownLatch gate = new CountDownLatch(0);
  volatile int longestWrite;

  @Override
  public void write(int b) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    synchronized (written) {
      longestWrite = Math.max(longestWrite, length);
      written.write(bytes, from, length);
    }
  }

  String text() {
    synchronized (written) {
      return written.toString(StandardCharsets.UTF_8);
    }
  }

  /** How many lines are those of events, not heartbeats. */
  long events() {
    return text().lines().filter(line -> line.contains("\"log_type\":\"cdc_event\"")).count();
  }
}
