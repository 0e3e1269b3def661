package io.cdcpipeline.testkit.ticdc;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What happens to a changefeed by itself: it advances, encounters errors, fails, exceeds the GC
 * TTL.
 */
final class Lifecycle {
  private static final Duration STUCK = Duration.ofMinutes(30);
  private static final Duration GC_TTL = Duration.ofDays(1);
  private static final Set<String> UNRETRYABLE =
      Set.of(
          "CDC:ErrSinkURIInvalid",
          "CDC:ErrKafkaInvalidConfig",
          "CDC:ErrGCTTLExceeded",
          "CDC:ErrSnapshotLostByGC",
          "CDC:ErrStartTsBeforeGC",
          "CDC:ErrExpressionColumnNotFound",
          "CDC:ErrInvalidFilterExpression",
          "CDC:ErrChangefeedUnretryable",
          "CDC:ErrDispatcherFailed",
          "CDC:ErrColumnSelectorFailed");

  private final Architecture architecture;
  private final ChangefeedEngine engine;
  private final Clock clock;
  private final ChangefeedStore store;

  Lifecycle(
      Architecture architecture, ChangefeedEngine engine, Clock clock, ChangefeedStore store) {
    this.architecture = architecture;
    this.engine = engine;
    this.clock = clock;
    this.store = store;
  }

  void start(StoredChangefeed feed) {
    engine.start(feed.id, URI.create(feed.sinkUri), feed.config, feed.checkpointTs);
    feed.started = true;
  }

  /** Stops it in the engine and records its checkpoint. */
  void halt(StoredChangefeed feed) {
    if (feed.started) {
      engine.stop(feed.id);
      feed.checkpointTs = Math.max(feed.checkpointTs, engine.checkpointTs(feed.id));
      feed.started = false;
    }
  }

  void refresh(StoredChangefeed feed) {
    if (feed.running()) {
      if (!feed.started) {
        retryStart(feed);
      } else {
        advance(feed);
      }
      return;
    }
    boolean tooLong = clock.millis() - Tso.millis(feed.checkpointTs) > GC_TTL.toMillis();
    if (feed.state.equals("stopped") && architecture == Architecture.CLASSIC && tooLong) {
      fail(feed, TicdcError.of("CDC:ErrGCTTLExceeded", "the checkpoint-ts lags too far behind"));
    }
  }

  void retryStart(StoredChangefeed feed) {
    try {
      start(feed);
      feed.healthy();
    } catch (TicdcError e) {
      troubled(feed, e);
    }
  }

  private void advance(StoredChangefeed feed) {
    long before = feed.checkpointTs;
    feed.checkpointTs = Math.max(before, engine.checkpointTs(feed.id));
    Optional<TicdcError> error = engine.error(feed.id);
    if (error.isPresent()) {
      troubled(feed, error.get());
      return;
    }
    feed.healthy();
    if (!feed.state.equals("pending")) {
      feed.state = "normal";
    }
    if (feed.targetTs != 0 && feed.checkpointTs >= feed.targetTs) {
      halt(feed);
      feed.state = "finished";
    }
    if (feed.checkpointTs >> 18 >= (before >> 18) + 1000) {
      store.put(feed);
    }
  }

  private void troubled(StoredChangefeed feed, TicdcError error) {
    feed.errorSinceMillis = feed.errorSinceMillis == 0 ? clock.millis() : feed.errorSinceMillis;
    boolean stuck = clock.millis() - feed.errorSinceMillis > STUCK.toMillis();
    if (UNRETRYABLE.contains(error.code()) || stuck) {
      fail(feed, error);
    } else {
      feed.state = "warning";
      feed.error(error);
    }
  }

  private void fail(StoredChangefeed feed, TicdcError error) {
    halt(feed);
    feed.state = "failed";
    feed.error(error);
    store.put(feed);
  }
}
