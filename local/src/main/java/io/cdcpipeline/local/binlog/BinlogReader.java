package io.cdcpipeline.local.binlog;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import com.github.shyiko.mysql.binlog.network.ServerException;
import io.cdcpipeline.local.mariadb.BinlogAccess;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Follows the binlog from a given transaction on. After a reconnect it continues after the last
 * complete transaction, so events of an unfinished one are delivered again, starting with its
 * Begin.
 */
public final class BinlogReader implements AutoCloseable {
  private static final long RECONNECT_MILLIS = 300;
  private static final long CONNECT_TIMEOUT_MILLIS = 5000;

  private final BinlogAccess access;
  private final boolean withRows;
  private final Consumer<BinlogEvent> sink;
  private final Thread thread;
  private volatile long finished;
  private volatile BinaryLogClient client;
  private volatile boolean closed;

  private BinlogReader(
      BinlogAccess access, long after, boolean withRows, Consumer<BinlogEvent> sink) {
    this.access = access;
    this.finished = after;
    this.withRows = withRows;
    this.sink = sink;
    this.thread = new Thread(this::follow, "binlog-reader");
    thread.setDaemon(true);
  }

  /** Starts a reader; {@code sink} is called on its thread and may block. */
  public static BinlogReader start(
      BinlogAccess access, long after, boolean withRows, Consumer<BinlogEvent> sink) {
    BinlogReader reader = new BinlogReader(access, after, withRows, sink);
    reader.thread.start();
    return reader;
  }

  private void follow() {
    while (!closed) {
      try {
        connect();
      } catch (ServerException e) {
        sink.accept(new BinlogEvent.Lost(e.getMessage()));
        return;
      } catch (IOException e) {
        // The database is down: retry until it is back, as TiCDC does with TiKV.
      }
      pause();
    }
  }

  private void connect() throws IOException {
    EventTranslator translator = new EventTranslator(this::deliver);
    BinaryLogClient fresh =
        new BinaryLogClient(
            access.endpoint().host(),
            access.endpoint().port(),
            BinlogAccess.USER,
            access.password());
    fresh.setServerId(ThreadLocalRandom.current().nextInt(1000, Integer.MAX_VALUE));
    fresh.setSSLMode(SSLMode.DISABLED);
    fresh.setKeepAlive(false);
    fresh.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
    fresh.setEventDeserializer(translator.deserializer(withRows));
    fresh.setGtidSet("0-1-" + finished);
    fresh.registerEventListener(translator::accept);
    ErrorListener errors = new ErrorListener();
    fresh.registerLifecycleListener(errors);
    client = fresh;
    if (!closed) {
      // Returns when the connection ends.
      fresh.connect();
      errors.rethrow();
    }
  }

  private void deliver(BinlogEvent event) {
    if (closed) {
      return;
    }
    sink.accept(event);
    if (event instanceof BinlogEvent.End end) {
      finished = end.sequence();
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RECONNECT_MILLIS);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      if (client != null) {
        client.disconnect();
      }
      thread.join(CONNECT_TIMEOUT_MILLIS);
    } catch (IOException e) {
      // Disconnecting anyway.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The library reports errors of the server to a listener instead of throwing them from connect().
   */
  private static final class ErrorListener extends BinaryLogClient.AbstractLifecycleListener {
    private volatile ServerException error;

    @Override
    public void onCommunicationFailure(BinaryLogClient client, Exception failure) {
      if (failure instanceof ServerException e) {
        error = e;
      }
    }

    void rethrow() throws ServerException {
      if (error != null) {
        throw error;
      }
    }
  }
}
