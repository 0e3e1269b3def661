package io.cdcpipeline.shop.http;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Counts, times and logs each request. */
final class RequestObserver {
  private static final Logger log = LoggerFactory.getLogger(RequestObserver.class);
  private static final Duration[] BUCKETS =
      java.util.stream.LongStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  /** Asked for every few seconds by machines. */
  private static final Set<String> QUIET = Set.of("/livez", "/readyz", "/metrics");

  /** Anybody may send any method: others share one label. */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final MeterRegistry metrics;

  RequestObserver(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  void done(Context ctx, Float millis) {
    String route = route(ctx);
    Timer.builder("api.http.request.duration")
        .description("From a request's arrival to its answer.")
        .serviceLevelObjectives(BUCKETS)
        .tag("method", METHODS.contains(ctx.method().name()) ? ctx.method().name() : "other")
        .tag("route", route)
        .tag("status", String.valueOf(ctx.statusCode()))
        .register(metrics)
        .record(Duration.ofNanos((long) (millis * 1e6)));
    log.atLevel(QUIET.contains(route) ? Level.DEBUG : Level.INFO)
        .addKeyValue("method", ctx.method().name())
        .addKeyValue("route", route)
        .addKeyValue("path", ctx.path())
        .addKeyValue("status", ctx.statusCode())
        .addKeyValue("duration_ms", Math.round(millis * 1000) / 1000.0)
        .log("request");
    RequestId.forget();
  }

  /** The template, never the path: that is anybody's text. */
  private static String route(Context ctx) {
    Endpoint endpoint = ctx.endpoints().matchedHttpEndpoint();
    return endpoint == null ? "none" : endpoint.path;
  }
}
