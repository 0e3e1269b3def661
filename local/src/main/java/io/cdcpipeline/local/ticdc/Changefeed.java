package io.cdcpipeline.local.ticdc;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.local.binlog.CommitClock;
import io.cdcpipeline.local.mariadb.BinlogAccess;
import io.cdcpipeline.testkit.ticdc.TicdcError;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running changefeed: retries from its checkpoint with increasing delays. */
final class Changefeed {
  private static final Logger LOG = LoggerFactory.getLogger(Changefeed.class);
  private static final Set<String> FATAL =
      Set.of("CDC:ErrSnapshotLostByGC", "CDC:ErrColumnSelectorFailed");
  // TiCDC waits 10 s at first and 10 min at most, too long for a demo.
  private static final long FIRST_PAUSE_MILLIS = 1000;
  private static final long LONGEST_PAUSE_MILLIS = 5000;
  private static final long STOP_MILLIS = 2000;

  private final String id;
  private final SinkUri sink;
  private final ReplicaConfig config;
  private final CommitClock clock;
  private final BinlogAccess access;
  private final Checkpoint checkpoint;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private volatile TicdcError error;
  private long pauseMillis = FIRST_PAUSE_MILLIS;

  Changefeed(
      String id,
      URI uri,
      JsonNode replicaConfig,
      CommitClock clock,
      BinlogAccess access,
      Checkpoint checkpoint) {
    this.id = id;
    this.sink = SinkUri.parse(uri);
    this.config = ReplicaConfig.parse(replicaConfig, sink);
    this.clock = clock;
    this.access = access;
    this.checkpoint = checkpoint;
    this.thread = new Thread(this::run, "changefeed-" + id);
  }

  void start() {
    thread.start();
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private void run() {
    while (!isStopped()) {
      try {
        attempt();
      } catch (TicdcError e) {
        failed(e);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("Changefeed {} failed", id, e);
        failed(new TicdcError(500, "CDC:ErrUnknown", "[CDC:ErrUnknown]" + e));
      }
      if (error != null && FATAL.contains(error.code())) {
        return;
      }
      pause();
    }
  }

  private void attempt() throws InterruptedException {
    CanalJson json =
        new CanalJson(
            sink.flag("enable-tidb-extension", false), config.rowFormat(), Clock.systemUTC());
    try (KafkaSink kafka = open()) {
      new Replicator(clock, config, json, kafka)
          .run(access, checkpoint.tso(), this::progressed, this::isStopped);
    }
  }

  /** An error that rejects a new changefeed only delays a running one. */
  private KafkaSink open() {
    try {
      return KafkaSink.open(sink);
    } catch (TicdcError e) {
      throw TicdcError.of("CDC:ErrKafkaNewProducer", "new kafka producer: " + e.getMessage());
    }
  }

  private void progressed(long tso) {
    checkpoint.save(tso);
    if (error != null) {
      LOG.info("Changefeed {} is running again", id);
    }
    error = null;
    pauseMillis = FIRST_PAUSE_MILLIS;
  }

  private void failed(TicdcError e) {
    if (isStopped()) {
      return;
    }
    if (error == null || !error.code().equals(e.code())) {
      LOG.warn("Changefeed {} failed, retrying: {}", id, e.getMessage());
    }
    error = e;
  }

  private void pause() {
    try {
      if (!stopped.await(pauseMillis, TimeUnit.MILLISECONDS)) {
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped.countDown();
    }
  }

  Optional<TicdcError> error() {
    return Optional.ofNullable(error);
  }

  long checkpointTs() {
    return checkpoint.tso();
  }

  /** Waits until no more is sent. */
  void stop() {
    stopped.countDown();
    try {
      thread.join(STOP_MILLIS);
      // It is waiting for a Kafka that does not respond.
      thread.interrupt();
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    checkpoint.stop();
  }
}
