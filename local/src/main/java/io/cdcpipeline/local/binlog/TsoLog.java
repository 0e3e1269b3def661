package io.cdcpipeline.local.binlog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;

/**
 * The timestamp assigned to each transaction, eight bytes each: once assigned it is the same in
 * every replay, like commitTs in TiKV.
 */
final class TsoLog implements AutoCloseable {
  private final FileChannel file;
  private long[] timestamps;
  private int count;

  TsoLog(Path path) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      ByteBuffer bytes = ByteBuffer.allocate((int) (file.size() / Long.BYTES) * Long.BYTES);
      file.read(bytes, 0);
      LongBuffer read = bytes.flip().asLongBuffer();
      timestamps = new long[Math.max(1024, read.remaining())];
      count = read.remaining();
      read.get(timestamps, 0, count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last transaction that has a timestamp; 0 if none has. */
  synchronized long lastSequence() {
    return count;
  }

  synchronized long lastTso() {
    return count == 0 ? 0 : timestamps[count - 1];
  }

  synchronized long tso(long sequence) {
    return timestamps[(int) sequence - 1];
  }

  /** The last transaction at or before a timestamp; 0 if there is none. */
  synchronized long sequenceAt(long tso) {
    int found = Arrays.binarySearch(timestamps, 0, count, tso);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** Stores a timestamp before it is used; transactions skipped by a gap get consecutive ones. */
  synchronized void put(long sequence, long tso) {
    while (count < sequence - 1) {
      append(lastTso() + 1);
    }
    append(tso);
    notifyAll();
  }

  private void append(long tso) {
    try {
      file.write(ByteBuffer.allocate(Long.BYTES).putLong(0, tso), (long) count * Long.BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (count == timestamps.length) {
      timestamps = Arrays.copyOf(timestamps, 2 * count);
    }
    timestamps[count++] = tso;
  }

  /** Whether the transaction gets a timestamp within the timeout. */
  synchronized boolean await(long sequence, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (count < sequence) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
