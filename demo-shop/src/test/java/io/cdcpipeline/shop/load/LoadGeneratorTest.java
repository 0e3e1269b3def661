package io.cdcpipeline.shop.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.cdcpipeline.shop.config.LoadSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers when the test says so. */
class LoadGeneratorTest {
  private static final LoadSettings FIFTY_A_SECOND =
      new LoadSettings(50, LoadSettings.Shape.STEADY, Duration.ofMinutes(1));

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger arrived = new AtomicInteger();
  private final CountDownLatch answer = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          // The first two show the shoppers around; the test says when the others are answered.
          if (requests.incrementAndGet() <= 2) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
          }
          arrived.incrementAndGet();
          try {
            answer.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    answer.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private LoadGenerator generator(CountDownLatch open) {
    URI shop = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new LoadGenerator(
        FIFTY_A_SECOND, shop, List.of("ada"), "x", () -> open.getCount() == 0, metrics);
  }

  /** A shop that hangs gets as many requests as one that answers, and the wait is counted. */
  @Test
  void aSlowShopSlowsNobodyDown() {
    CountDownLatch open = new CountDownLatch(0);
    try (LoadGenerator load = generator(open)) {
      long start = System.nanoTime();
      load.start();
      await().atMost(Duration.ofSeconds(30)).until(() -> arrived.get() >= 100);
      double seconds = (System.nanoTime() - start) / 1e9;
      assertThat(seconds).as("not faster than 50/s").isGreaterThan(1.9);

      answer.countDown();
      await().atMost(Duration.ofSeconds(30)).until(() -> finished() >= 100);
      assertThat(metrics.get("shop.load.duration").timer().max(TimeUnit.SECONDS))
          .as("the first request waited all the time")
          .isGreaterThan(1.5);
      assertThat(metrics.get("shop.load.target").gauge().value()).isEqualTo(50);
    }
  }

  @Test
  void whatWouldPileUpIsSkippedAndCounted() {
    LoadSettings fast = new LoadSettings(2000, LoadSettings.Shape.STEADY, Duration.ofMinutes(1));
    URI shop = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (LoadGenerator load =
        new LoadGenerator(fast, shop, List.of("ada"), "x", () -> true, metrics)) {
      load.start();
      await().atMost(Duration.ofSeconds(30)).until(() -> counted("skipped") > 100);
      assertThat(arrived.get()).isLessThanOrEqualTo(512);
    }
  }

  @Test
  void nobodyComesBeforeTheShopOpens() {
    CountDownLatch open = new CountDownLatch(1);
    try (LoadGenerator load = generator(open)) {
      load.start();
      await()
          .during(Duration.ofMillis(500))
          .atMost(Duration.ofSeconds(10))
          .until(() -> requests.get() == 0);
      open.countDown();
      await().atMost(Duration.ofSeconds(30)).until(() -> requests.get() > 0);
    }
  }

  private double finished() {
    return counted("unavailable");
  }

  private double counted(String outcome) {
    return metrics.find("shop.load.requests").tag("outcome", outcome).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }
}
