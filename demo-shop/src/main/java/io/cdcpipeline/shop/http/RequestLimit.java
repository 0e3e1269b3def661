package io.cdcpipeline.shop.http;

import io.javalin.http.Handler;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Semaphore;

/**
 * So many requests are in work or wait for a connection; one more is refused at once, which costs
 * next to nothing, instead of waiting in a queue that only grows.
 */
final class RequestLimit {
  private final int most;
  private final Semaphore free;
  private final Counter rejected;

  RequestLimit(int most, MeterRegistry metrics) {
    this.most = most;
    this.free = new Semaphore(most);
    this.rejected =
        Counter.builder("shop.requests.rejected")
            .description("Requests refused because MAX_REQUESTS were in work.")
            .register(metrics);
  }

  Handler around(Handler handler) {
    return ctx -> {
      if (!free.tryAcquire()) {
        rejected.increment();
        throw new OverloadedException(most);
      }
      try {
        handler.handle(ctx);
      } finally {
        free.release();
      }
    };
  }
}
