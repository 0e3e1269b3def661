package io.cdcpipeline.shop.http;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import java.util.function.Supplier;

/** For machines: metrics and health. None of them waits for the database. */
final class ManagementRoutes {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry metrics;
  private final Supplier<Optional<String>> trouble;

  ManagementRoutes(PrometheusMeterRegistry metrics, Supplier<Optional<String>> trouble) {
    this.metrics = metrics;
    this.trouble = trouble;
  }

  void metrics(Context ctx) {
    ctx.contentType(TEXT).result(metrics.scrape(TEXT));
  }

  void alive(Context ctx) {
    ctx.result("ok\n");
  }

  void ready(Context ctx) {
    trouble
        .get()
        .ifPresentOrElse(
            reason -> Problem.answer(ctx, HttpStatus.SERVICE_UNAVAILABLE, reason),
            () -> ctx.result("ok\n"));
  }
}
