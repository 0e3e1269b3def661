package io.cdcpipeline.consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** Serves {@code /metrics}, {@code /livez} and {@code /readyz}. */
final class ManagementServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads;
  private final PrometheusRegistry registry;
  private final ExpositionFormats formats = ExpositionFormats.init();

  ManagementServer(int port, PrometheusRegistry registry, Vitals vitals) {
    this.registry = registry;
    try {
      server = HttpServer.create(new InetSocketAddress(port), 0);
    } catch (IOException e) {
      throw new ConfigException("METRICS_PORT", "cannot listen on " + port + ": " + e.getMessage());
    }
    threads =
        Executors.newFixedThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "management");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/metrics", this::metrics);
    server.createContext("/livez", exchange -> probe(exchange, vitals::isAlive));
    server.createContext("/readyz", exchange -> probe(exchange, vitals::isReady));
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void metrics(HttpExchange exchange) throws IOException {
    String accept = exchange.getRequestHeaders().getFirst("Accept");
    respond(exchange, 200, formats.findWriter(accept).getContentType(), scrape(accept));
  }

  byte[] scrape(String accept) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(32 * 1024);
    try {
      formats.findWriter(accept).write(body, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing into memory does not fail
    }
    return body.toByteArray();
  }

  private static void probe(HttpExchange exchange, BooleanSupplier good) throws IOException {
    boolean ok = good.getAsBoolean();
    byte[] body = (ok ? "ok\n" : "not ok\n").getBytes(StandardCharsets.UTF_8);
    respond(exchange, ok ? 200 : 503, "text/plain; charset=utf-8", body);
  }

  private static void respond(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
