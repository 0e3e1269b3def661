package io.cdcpipeline.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** Serves /metrics, /livez and /readyz. */
final class ManagementServer implements AutoCloseable {
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private final HttpServer server;

  ManagementServer(
      int port, PrometheusMeterRegistry registry, BooleanSupplier live, BooleanSupplier ready)
      throws IOException {
    server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(
        Executors.newFixedThreadPool(
            2,
            work -> {
              var thread = new Thread(work, "management");
              thread.setDaemon(true);
              return thread;
            }));
    // Prometheus 3 treats a response without a content type as a failed scrape.
    server.createContext("/metrics", e -> respond(e, 200, PROMETHEUS_TEXT, registry.scrape()));
    server.createContext("/livez", e -> probe(e, live, "pipelines are not watched\n"));
    server.createContext("/readyz", e -> probe(e, ready, "not ready\n"));
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void probe(HttpExchange exchange, BooleanSupplier ok, String otherwise)
      throws IOException {
    boolean isOk = ok.getAsBoolean();
    respond(exchange, isOk ? 200 : 503, "text/plain", isOk ? "ok\n" : otherwise);
  }

  private static void respond(HttpExchange exchange, int code, String type, String body)
      throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    try (exchange) {
      exchange.sendResponseHeaders(code, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
