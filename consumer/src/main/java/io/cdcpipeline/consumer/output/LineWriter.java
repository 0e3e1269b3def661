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
 * consumer from polling. A few blocks go round and bound the memory; a block counts as written when
 * the operating system has all of it.
 */
public final class LineWriter {
  /** Small enough to stay in the processor's cache, large enough that hand-overs cost nothing. */
  public static final int BLOCK_BYTES = 256 * 1024;

  private static final int BLOCKS = 4;

  private record Block(ByteWriter lines, long number) {}

  private final OutputStream output;
  private final ConsumerMetrics metrics;
  private final BlockingQueue<ByteWriter> free = new ArrayBlockingQueue<>(BLOCKS);
  private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS);
  private long handedOver;
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

  /** An empty block to put lines into, or null when none came free in time. */
  public ByteWriter freeBlock(long millis) {
    failIfBroken();
    try {
      return free.poll(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Hands a block over and returns its number. */
  public long submit(ByteWriter lines) {
    full.add(new Block(lines, ++handedOver));
    return handedOver;
  }

  /** The number of the last block that is with the operating system. */
  public long written() {
    failIfBroken();
    return written;
  }

  public long handedOver() {
    return handedOver;
  }

  /** Waits until everything handed over is written; false when that takes longer. */
  public boolean drain(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (written() < handedOver) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(200_000);
    }
    return true;
  }

  private void failIfBroken() {
    IOException broken = failure;
    if (broken != null) {
      throw new OutputException(broken);
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
        free.add(emptied(lines));
      }
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException | OutOfMemoryError e) {
      failure = new IOException("the writer failed: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A block that grew for one huge event is not kept. */
  private static ByteWriter emptied(ByteWriter lines) {
    lines.clear();
    return lines.array.length > 2 * BLOCK_BYTES
        ? new ByteWriter(BLOCK_BYTES + BLOCK_BYTES / 8)
        : lines;
  }

  /** Standard output is closed or full: nothing can be delivered any more. */
  public static final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OutputException(IOException cause) {
      super("standard output cannot be written: " + cause.getMessage(), cause);
    }
  }
}
