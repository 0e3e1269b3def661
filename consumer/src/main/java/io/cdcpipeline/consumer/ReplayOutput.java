package io.cdcpipeline.consumer;

import io.cdcpipeline.consumer.json.ByteWriter;
import io.cdcpipeline.consumer.output.LineWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines of a replay on their way to standard output: no faster than its pace, and no further
 * ahead than a window of what is known to have arrived. Only {@link #waits} is for any thread.
 */
final class ReplayOutput {
  private static final Logger log = LoggerFactory.getLogger(ReplayOutput.class);
  private static final Duration DRAIN_TIMEOUT = Duration.ofMillis(200);
  private static final long FREE_BLOCK_TIMEOUT_MILLIS = 200;
  private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

  private final LineWriter writer;
  private final ReplayPace pace;
  private final Optional<ReplayWindow> window;
  private final BooleanSupplier stopping;
  private ByteWriter lines;
  private final AtomicLong waits = new AtomicLong();

  /**
   * Begins with nothing written.
   *
   * @param window empty if nobody reports what arrives
   * @param stopping ends every wait
   */
  ReplayOutput(
      LineWriter writer, ReplayPace pace, Optional<ReplayWindow> window, BooleanSupplier stopping) {
    this.writer = writer;
    this.pace = pace;
    this.window = window;
    this.stopping = stopping;
  }

  /** The block that receives lines; waits until there may be more, null if it is to stop. */
  ByteWriter block() {
    if (lines == null) {
      window.ifPresent(w -> await(w, w::hasRoom));
      pace.await(stopping);
      while (lines == null && !stopping.getAsBoolean()) {
        lines = writer.freeBlock(FREE_BLOCK_TIMEOUT_MILLIS);
      }
    }
    return lines;
  }

  boolean isFull() {
    return lines != null && lines.length >= LineWriter.BLOCK_BYTES;
  }

  /** Hands over what has been appended; false without any. */
  boolean submit() {
    if (lines == null || lines.length == 0) {
      return false;
    }
    window.ifPresent(w -> w.extend(lines));
    hand();
    return true;
  }

  private void hand() {
    pace.wrote(lines.length);
    writer.submit(lines);
    lines = null;
  }

  /** Returns once everything is written and has arrived, or as soon as it is to stop. */
  void finish() {
    submit();
    if (window.isPresent() && block() != null && window.get().close(lines)) {
      hand();
    }
    while (!stopping.getAsBoolean() && !writer.drain(DRAIN_TIMEOUT)) {
      log.debug("Waiting for standard output to be read");
    }
    window.ifPresent(w -> await(w, w::isFound));
  }

  private void await(ReplayWindow waiting, BooleanSupplier arrived) {
    if (arrived.getAsBoolean()) {
      return;
    }
    waiting.setWaiting(true);
    while (!arrived.getAsBoolean() && !stopping.getAsBoolean()) {
      if (writer.drain(DRAIN_TIMEOUT)) {
        waits.incrementAndGet();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    waiting.setWaiting(false);
  }

  /**
   * Differs after each step of a wait for what is written to arrive. That may take as long as it
   * takes; standard output that nobody reads, however, is a reason to start again.
   */
  long waits() {
    return waits.get();
  }
}
