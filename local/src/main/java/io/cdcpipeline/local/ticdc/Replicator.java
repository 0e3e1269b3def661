package io.cdcpipeline.local.ticdc;

import io.cdcpipeline.local.binlog.BinlogEvent;
import io.cdcpipeline.local.binlog.BinlogReader;
import io.cdcpipeline.local.binlog.CommitClock;
import io.cdcpipeline.local.binlog.CommitClock.Watermark;
import io.cdcpipeline.local.binlog.Ddl;
import io.cdcpipeline.local.binlog.DdlParser;
import io.cdcpipeline.local.mariadb.BinlogAccess;
import io.cdcpipeline.testkit.ticdc.TicdcError;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies changes from the binlog to one open sink until it is stopped or fails. */
final class Replicator {
  private static final Logger LOG = LoggerFactory.getLogger(Replicator.class);
  private static final long WATERMARK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int QUEUED_EVENTS = 1024;

  private final CommitClock clock;
  private final ReplicaConfig config;
  private final CanalJson json;
  private final KafkaSink sink;
  private final DdlGate ddlGate;
  private final Transaction transaction;
  private final BlockingQueue<BinlogEvent> events = new ArrayBlockingQueue<>(QUEUED_EVENTS);
  private long sequence;
  private long finished;
  private long commitTs;
  private Watermark promised;
  private long lastWatermark = System.nanoTime() - WATERMARK_NANOS;

  Replicator(CommitClock clock, ReplicaConfig config, CanalJson json, KafkaSink sink) {
    this.clock = clock;
    this.config = config;
    this.json = json;
    this.sink = sink;
    this.ddlGate = new DdlGate(config, clock.schemas());
    this.transaction = new Transaction(config, clock.schemas(), this::send);
  }

  /** Called with each position that is safely in Kafka. */
  interface Progress {
    void checkpoint(long tso);
  }

  void run(BinlogAccess access, long checkpointTs, Progress progress, BooleanSupplier stopped)
      throws InterruptedException {
    finished = clock.sequenceAt(checkpointTs);
    try (BinlogReader reader = BinlogReader.start(access, finished, true, this::enqueue)) {
      while (!stopped.getAsBoolean()) {
        BinlogEvent event = events.poll(20, TimeUnit.MILLISECONDS);
        if (event != null) {
          handle(event);
        }
        watermark(progress);
      }
    }
  }

  /** Blocks the reader, and with it the database's sender, while Kafka is slower. */
  private void enqueue(BinlogEvent event) {
    try {
      events.put(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(BinlogEvent event) throws InterruptedException {
    if (event instanceof BinlogEvent.Begin begin) {
      sequence = begin.sequence();
      commitTs = clock.tso(sequence);
      transaction.begin(sequence);
    } else if (event instanceof BinlogEvent.Rows rows) {
      transaction.add(rows);
    } else if (event instanceof BinlogEvent.Statement statement) {
      DdlParser.parse(statement.database(), statement.sql()).forEach(this::change);
    } else if (event instanceof BinlogEvent.End) {
      transaction.flush();
      finished = sequence;
    } else if (event instanceof BinlogEvent.Lost lost) {
      throw TicdcError.of(
          "CDC:ErrSnapshotLostByGC",
          "fail to create or maintain changefeed due to snapshot loss caused by GC: "
              + lost.reason());
    }
  }

  /** All rows before a DDL are in Kafka before the DDL is sent. */
  private void change(Ddl ddl) {
    if (ddlGate.passes(ddl, sequence)) {
      transaction.flush();
      sink.flush();
      sink.ddl(json.ddl(ddl, commitTs));
    }
  }

  private void send(RowChange change) {
    int partition = config.dispatcher().partition(change, commitTs, sink.partitions());
    sink.row(partition, json.row(change, commitTs), change.table().name().toString());
  }

  /** Once a second, and only when everything it covers has been sent. */
  private void watermark(Progress progress) {
    if (promised == null && System.nanoTime() - lastWatermark >= WATERMARK_NANOS) {
      lastWatermark = System.nanoTime();
      try {
        promised = clock.watermark();
      } catch (SQLException e) {
        LOG.debug("No watermark, the database is down: {}", e.getMessage());
      }
    }
    if (promised != null && finished >= promised.sequence()) {
      sink.flush();
      sink.watermark(json.watermark(promised.tso()));
      sink.flush();
      progress.checkpoint(promised.tso());
      promised = null;
    }
  }
}
