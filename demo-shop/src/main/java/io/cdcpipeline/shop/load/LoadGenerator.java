package io.cdcpipeline.shop.load;

import io.cdcpipeline.shop.config.LoadSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Visits the shop at a rate that is held against the clock: a slow shop gets no fewer requests, and
 * the time a request was late counts as part of its duration.
 */
public final class LoadGenerator implements AutoCloseable {
  private static final long TICK_NANOS = 2_000_000;
  private static final double SECOND = 1e9;

  private final LoadCurve curve;
  private final BooleanSupplier open;
  private final Shoppers shoppers;
  private final ActionDeck deck = new ActionDeck(new Random());
  private final Thread thread = new Thread(this::run, "load");
  private volatile boolean stopped;

  /**
   * A generator that does nothing yet.
   *
   * @param shop where the shop listens
   * @param open whether the shop has opened; nothing is sent before
   */
  public LoadGenerator(
      LoadSettings settings,
      URI shop,
      List<String> usernames,
      String password,
      BooleanSupplier open,
      MeterRegistry metrics) {
    this.curve = new LoadCurve(settings);
    this.open = open;
    this.shoppers = new Shoppers(shop, new Visits(usernames, password), new LoadMetrics(metrics));
    Gauge.builder("shop.load.target", settings::perSecond)
        .description("Requests a second that LOAD asks for on average.")
        .register(metrics);
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    while (!stopped && !open.getAsBoolean()) {
      LockSupport.parkNanos(100 * TICK_NANOS);
    }
    shoppers.open();
    double midnight = System.currentTimeMillis() / 1000.0 % (24 * 3600);
    long start = System.nanoTime();
    long sent = 0;
    double dueBefore = 0;
    long before = start;
    while (!stopped) {
      long now = System.nanoTime();
      double due = curve.due(midnight, midnight + (now - start) / SECOND);
      for (; sent + 1 <= due && !stopped; sent++) {
        double share = (sent + 1 - dueBefore) / (due - dueBefore);
        shoppers.send(deck.deal(), before + (long) (share * (now - before)));
      }
      dueBefore = due;
      before = now;
      LockSupport.parkNanos(TICK_NANOS);
    }
  }

  @Override
  public void close() {
    stopped = true;
    shoppers.close();
  }
}
