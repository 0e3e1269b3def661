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
 * PD's timestamp oracle for a database that has none: follows the binlog and gives each transaction
 * a TSO (milliseconds shifted by 18 bits) that only rises, is near its commit, and stays the same
 * for ever. Keeps the history of table definitions on the way.
 */
public final class CommitClock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommitClock.class);
  private static final int LOGICAL_BITS = 18;

  /**
   * A promise to send.
   *
   * @param tso every transaction that gets a later look will have a greater timestamp
   * @param sequence when all transactions up to this one are sent, the promise holds
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
      give(end.sequence());
    } else if (event instanceof BinlogEvent.Lost lost) {
      LOG.error("The binlog cannot be followed any more: {}", lost.reason());
    }
  }

  private synchronized void give(long sequence) {
    if (sequence <= log.lastSequence()) {
      return;
    }
    // The binlog knows whole seconds of the statement's start only.
    long earliest = current.epochSecond() * 1000;
    long millis = Math.max(earliest, Math.min(time.millis(), earliest + 999));
    long tso = Math.max(millis << LOGICAL_BITS, Math.max(log.lastTso(), lastWatermark) + 1);
    log.put(sequence, tso);
  }

  /** The timestamp of a transaction; waits until it has one. */
  public long tso(long sequence) throws InterruptedException {
    while (!log.await(sequence, Duration.ofMinutes(1))) {
      LOG.warn("Still waiting for transaction {} to get its timestamp", sequence);
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

  /** The present time: what committed before has an earlier TSO, what commits later a later one. */
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

  /** The order matters: what commits after the question for the sequence gets a later TSO. */
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
