package io.cdcpipeline.testkit.apiserver;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The changes not sent to one watcher yet. */
final class Watch {
  private final BlockingQueue<ObjectStore.Change> changes = new LinkedBlockingQueue<>();
  private volatile boolean ended;

  void offer(ObjectStore.Change change) {
    changes.add(change);
  }

  void end() {
    ended = true;
  }

  /** Ends, and loses what was not sent yet. */
  void cut() {
    ended = true;
    changes.clear();
  }

  boolean ended() {
    return ended && changes.isEmpty();
  }

  Optional<ObjectStore.Change> next(Duration patience) throws InterruptedException {
    return Optional.ofNullable(changes.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
  }
}
