package io.cdcpipeline.consumer.output;

import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Writes blocks of lines on a thread of its own, so that a blocked standard output never keeps the
 * consumer from polling. A fixed set of blocks is reused, which bounds the memory; a block counts
 * as written once the operating system has accepted all of it.
 */
public final class LineWriter {
  /** Small enough to stay in the CPU cache, large enough to make the hand-over cost negligible. */
  public static final int BLOCK_BYTES = 256 * 1024;

  private static final int BLOCKS = 4;
  private static final int SLICE_BYTES = 2 * BLOCK_BYTES;

  private record Block(ByteWriter lines, long number) {}

  private final OutputStream output;
  private final ConsumerMetrics metrics;
  private final BlockingQueue<ByteWriter> free = new ArrayBlockingQueue<>(BLOCKS);
  private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS);
  private final LongSupplier nanoTime;
  private long submitted;
  private long lastLarge;
  private volatile long written;
  private volatile IOException failure;

  public LineWriter(OutputStream output, ConsumerMetrics metrics, LongSupplier nanoTime) {
    this.output = output;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    for (int i = 0; i < BLOCKS; i++) {
      free.add(new ByteWriter(BLOCK_BYTES + BLOCK_BYTES / 8));
    }
  }

  public void start() {
    Thread thread = new Thread(this::writeBlocks, "line-writer");
    thread.setDaemon(true); // a blocked output must not keep the process alive
    thread.start();
  }

  /**
   * An empty block for lines, or null when none became free in time. Follows a block with a huge
   * line only when that is written: several of them would not fit in memory.
   *
   * @throws OutputException if writing has failed
   */
  public ByteWriter freeBlock(long millis) {
    throwIfFailed();
    if (!awaitWritten(lastLarge, Duration.ofMillis(millis))) {
      return null;
    }
    try {
      return free.poll(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Queues a block for writing and returns its number; the caller must not touch it again. */
  public long submit(ByteWriter lines) {
    full.add(new Block(lines, ++submitted));
    if (isLarge(lines)) {
      lastLarge = submitted;
    }
    return submitted;
  }

  /**
   * The number of the last block that the operating system has accepted.
   *
   * @throws OutputException if writing has failed
   */
  public long written() {
    throwIfFailed();
    return written;
  }

  /** The number of the last block submitted. */
  public long submitted() {
    return submitted;
  }

  /** Waits until everything submitted is written; false on a timeout. */
  public boolean drain(Duration timeout) {
    return awaitWritten(submitted, timeout);
  }

  private boolean awaitWritten(long block, Duration timeout) {
    if (written() >= block) {
      return true;
    }
    long start = nanoTime.getAsLong();
    while (written() < block) {
      if (nanoTime.getAsLong() - start > timeout.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(200_000);
    }
    return true;
  }

  private void throwIfFailed() {
    IOException cause = failure;
    if (cause != null) {
      throw new OutputException(cause);
    }
  }

  private void writeBlocks() {
    try {
      while (true) {
        Block block = full.take();
        ByteWriter lines = block.lines();
        write(lines);
        metrics.writtenBytes.addAndGet(lines.length);
        written = block.number();
        free.add(reset(lines));
      }
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException | OutOfMemoryError e) {
      failure = new IOException("the writer failed: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** In slices, because the JVM copies each write to native memory. */
  private void write(ByteWriter lines) throws IOException {
    for (int from = 0; from < lines.length; from += SLICE_BYTES) {
      output.write(lines.array, from, Math.min(SLICE_BYTES, lines.length - from));
    }
  }

  /** The block, emptied; one that grew for a huge event is replaced. */
  private static ByteWriter reset(ByteWriter lines) {
    lines.clear();
    return isLarge(lines) ? new ByteWriter(BLOCK_BYTES + BLOCK_BYTES / 8) : lines;
  }

  private static boolean isLarge(ByteWriter lines) {
    return lines.array.length > 2 * BLOCK_BYTES;
  }

  /** Standard output is closed or its disk is full: nothing more can be delivered. */
  public static final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputException(IOException cause) {
      super("standard output cannot be written: " + cause.getMessage(), cause);
    }
  }
}
