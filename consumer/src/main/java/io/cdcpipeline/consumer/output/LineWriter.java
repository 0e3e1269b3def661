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

/**
 * Writes blocks of lines on a thread of its own, so that a blocked standard output never keeps the
 * consumer from polling. A fixed set of blocks is reused, which bounds the memory; a block counts
 * as written once the operating system has accepted all of it.
 */
public final class LineWriter {
  /** Small enough to stay in the CPU cache, large enough to make the hand-over cost negligible. */
  public static final int BLOCK_BYTES = 256 * 1024;

  private static final int BLOCKS = 4;

  private record Block(ByteWriter lines, long number) {}

  private final OutputStream output;
  private final ConsumerMetrics metrics;
  private final BlockingQueue<ByteWriter> free = new ArrayBlockingQueue<>(BLOCKS);
  private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS);
  private long submitted;
  private volatile long written;
  private volatile IOException failure;

  public LineWriter(OutputStream output, ConsumerMetrics metrics) {
    this.output = output;
    this.metrics = metrics;
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
   * An empty block for lines, or null when none became free in time.
   *
   * @throws OutputException if writing has failed
   */
  public ByteWriter freeBlock(long millis) {
    throwIfFailed();
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
    long deadline = System.nanoTime() + timeout.toNanos();
    while (written() < submitted) {
      if (System.nanoTime() > deadline) {
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
        output.write(lines.array, 0, lines.length);
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

  /** The block, emptied; one that grew for a huge event is replaced. */
  private static ByteWriter reset(ByteWriter lines) {
    lines.clear();
    return lines.array.length > 2 * BLOCK_BYTES
        ? new ByteWriter(BLOCK_BYTES + BLOCK_BYTES / 8)
        : lines;
  }

  /** Standard output is closed or its disk is full: nothing more can be delivered. */
  public static final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputException(IOException cause) {
      super("standard output cannot be written: " + cause.getMessage(), cause);
    }
  }
}
