package io.cdcpipeline.shop.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends visits without waiting for the answers to earlier ones. */
final class Shoppers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Shoppers.class);
  private static final int MOST_UNANSWERED = 512;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Semaphore unanswered = new Semaphore(MOST_UNANSWERED);
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          2,
          work -> {
            Thread thread = new Thread(work, "shoppers");
            thread.setDaemon(true);
            return thread;
          });
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
  private final URI shop;
  private final Visits visits;
  private final LoadMetrics metrics;

  Shoppers(URI shop, Visits visits, LoadMetrics metrics) {
    this.shop = shop;
    this.visits = visits;
    this.metrics = metrics;
  }

  /** The first visits, each after the answer to the one before. */
  void open() {
    for (Visits.Visit visit : visits.opening()) {
      send(visit, System.nanoTime()).join();
    }
  }

  /**
   * Sends one visit.
   *
   * @param dueNanos when it should have been sent, as {@link System#nanoTime()} has it
   */
  void send(Action action, long dueNanos) {
    metrics.due();
    var unused = send(visits.visit(action), dueNanos);
  }

  /** Done when it is answered, or will not be. */
  private CompletableFuture<Void> send(Visits.Visit visit, long dueNanos) {
    if (!unanswered.tryAcquire()) {
      metrics.skipped(visit.action());
      return CompletableFuture.completedFuture(null);
    }
    HttpRequest request =
        HttpRequest.newBuilder(shop.resolve(visit.path()))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .method(visit.method(), HttpRequest.BodyPublishers.ofString(visit.body()))
            .build();
    return answerTo(request)
        .handle(
            (answer, failure) -> {
              unanswered.release();
              answered(visit, answer, failure, dueNanos);
              return null;
            });
  }

  /** Fails as well when this is closed while it sends, which the client itself throws. */
  private CompletableFuture<HttpResponse<String>> answerTo(HttpRequest request) {
    try {
      return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.failedFuture(closed);
    }
  }

  private void answered(
      Visits.Visit visit, HttpResponse<String> answer, Throwable failure, long dueNanos) {
    if (failure != null) {
      log.debug("no answer", failure);
      metrics.done(visit.action(), LoadMetrics.Outcome.FAILED, dueNanos);
      return;
    }
    LoadMetrics.Outcome outcome = LoadMetrics.Outcome.of(answer.statusCode());
    metrics.done(visit.action(), outcome, dueNanos);
    try {
      if (outcome == LoadMetrics.Outcome.OK) {
        visits.learn(visit, answer.body());
      } else if (outcome == LoadMetrics.Outcome.CONFLICT && visit.action() == Action.PLACE_ORDER) {
        for (long product : Visits.products(visit)) {
          var unused = send(visits.restock(product), System.nanoTime());
        }
      }
    } catch (JsonProcessingException e) {
      log.debug("an answer that cannot be read", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
