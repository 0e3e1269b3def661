package io.cdcpipeline.local.binlog;

import io.cdcpipeline.local.mariadb.BinlogAccess;
import io.cdcpipeline.local.process.PrivateFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A timestamp oracle like PD's for a database that has none: follows the binlog and assigns each
 * transaction a TSO (milliseconds shifted left by 18 bits) that increases strictly, is close to the
 * commit time and never changes. Records the history of table definitions along the way.
 */
public final class CommitClock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommitClock.class);
  private static final int LOGICAL_BITS = 18;

  /**
   * A watermark for one partition.
   *
   * @param tso transactions that commit later get a greater timestamp
   * @param sequence the watermark may be sent once all transactions up to this one have been
   */
  public record Watermark(long tso, long sequence) {}

  private final Clock time;
  private final Database database;
  private final Path watermarkFile;
  private final TsoLog log;
  private final SchemaHistory schemas;
  private final SchemaRecorder recorder;
  private final BinlogReader reader;
  private BinlogEvent.Begin current;
  private long lastWatermark;

  public CommitClock(Path directory, BinlogAccess access, Clock time) {
    this.time = time;
    this.database = new Database(access);
    this.watermarkFile = directory.resolve("watermark");
    this.log = new TsoLog(directory.resolve("tso"));
    this.schemas = new SchemaHistory(directory.resolve("schemas.ndjson"));
    this.recorder = new SchemaRecorder(schemas, new InformationSchema(database));
    this.lastWatermark =
        Files.exists(watermarkFile) ? Long.parseLong(PrivateFile.read(watermarkFile)) : 0;
    if (schemas.isEmpty()) {
      recorder.begin(sequenceOrZero());
    }
    this.reader = BinlogReader.start(access, log.lastSequence(), false, this::accept);
  }

  private long sequenceOrZero() {
    try {
      return database.lastSequence();
    } catch (SQLException e) {
      return 0;
    }
  }

  private void accept(BinlogEvent event) {
    if (event instanceof BinlogEvent.Begin begin) {
      current = begin;
    } else if (event instanceof BinlogEvent.Statement statement) {
      DdlParser.parse(statement.database(), statement.sql())
          .forEach(ddl -> recorder.record(current.sequence(), ddl));
    } else if (event instanceof BinlogEvent.End end) {
      assignTimestamp(end.sequence());
    } else if (event instanceof BinlogEvent.Lost lost) {
      LOG.error("Cannot follow the binlog any more: {}", lost.reason());
    }
  }

  private synchronized void assignTimestamp(long sequence) {
    if (sequence <= log.lastSequence()) {
      return;
    }
    // The binlog only has the second in which the statement started.
    long earliest = current.epochSecond() * 1000;
    long millis = Math.max(earliest, Math.min(time.millis(), earliest + 999));
    long tso = Math.max(millis << LOGICAL_BITS, Math.max(log.lastTso(), lastWatermark) + 1);
    log.put(sequence, tso);
  }

  /** The timestamp of a transaction; blocks until it has one. */
  public long tso(long sequence) throws InterruptedException {
    while (!log.await(sequence, Duration.ofMinutes(1))) {
      LOG.warn("Still waiting for the timestamp of transaction {}", sequence);
    }
    return log.tso(sequence);
  }

  /** The last transaction at or before a timestamp. */
  public long sequenceAt(long tso) {
    return log.sequenceAt(tso);
  }

  public SchemaHistory schemas() {
    return schemas;
  }

  /** The current TSO: greater than that of every past commit, less than that of every later one. */
  public long now() {
    try {
      log.await(database.lastSequence(), Duration.ofSeconds(2));
    } catch (SQLException e) {
      // Nothing commits while the database is down.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      lastWatermark = next();
      return lastWatermark;
    }
  }

  private long next() {
    return Math.max(time.millis() << LOGICAL_BITS, Math.max(log.lastTso(), lastWatermark) + 1);
  }

  /** The order matters: what commits after the sequence is read gets a later TSO. */
  public Watermark watermark() throws SQLException {
    long tso;
    synchronized (this) {
      tso = next();
      lastWatermark = tso;
      PrivateFile.write(watermarkFile, Long.toString(tso));
    }
    return new Watermark(tso, database.lastSequence());
  }

  @Override
  public void close() {
    reader.close();
    database.close();
  }
}
