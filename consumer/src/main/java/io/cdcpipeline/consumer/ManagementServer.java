package io.cdcpipeline.consumer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.cdcpipeline.consumer.config.ConfigException;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** Serves {@code /metrics}, {@code /livez} and {@code /readyz}. */
final class ManagementServer implements AutoCloseable {
  private static final int THREADS = 4;
  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final byte[] NOT_FOUND =
      utf8("not found; this server has /metrics, /livez and /readyz\n");
  private static final byte[] NOT_ALLOWED = utf8("method not allowed; use GET or HEAD\n");

  static {
    // Seconds: a client that stalls in mid-request must not occupy a thread the probes need.
    System.setProperty("sun.net.httpserver.maxReqTime", "5");
    System.setProperty("sun.net.httpserver.maxRspTime", "5");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final PrometheusRegistry registry;
  private final ExpositionFormats formats = ExpositionFormats.init();

  /** Listens on all interfaces; port 0 picks a free one. */
  ManagementServer(int port, PrometheusRegistry registry, HealthState health) {
    this.registry = registry;
    try {
      server = HttpServer.create(new InetSocketAddress(port), 0);
    } catch (IOException e) {
      throw new ConfigException("METRICS_PORT", "cannot listen on " + port + ": " + e.getMessage());
    }
    threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "management");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    serve("/metrics", this::metrics);
    serve("/livez", exchange -> probe(exchange, health::isAlive));
    serve("/readyz", exchange -> probe(exchange, health::isReady));
    server.start();
  }

  /** The JDK's server matches paths by prefix and accepts any method; ours does neither. */
  private void serve(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          if (!exchange.getRequestURI().getPath().equals(path)) {
            respond(exchange, 404, TEXT, NOT_FOUND);
          } else if (METHODS.contains(exchange.getRequestMethod())) {
            handler.handle(exchange);
          } else {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            respond(exchange, 405, TEXT, NOT_ALLOWED);
          }
        });
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void metrics(HttpExchange exchange) throws IOException {
    String accept = exchange.getRequestHeaders().getFirst("Accept");
    respond(exchange, 200, writer(accept).getContentType(), scrape(accept));
  }

  /** Text only: Prometheus may prefer protobuf, but always accepts text as well. */
  private ExpositionFormatWriter writer(String accept) {
    ExpositionFormatWriter openMetrics = formats.getOpenMetricsTextFormatWriter();
    return openMetrics.accepts(accept) ? openMetrics : formats.getPrometheusTextFormatWriter();
  }

  byte[] scrape(String accept) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(32 * 1024);
    try {
      writer(accept).write(body, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does not fail
    }
    return body.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void probe(HttpExchange exchange, BooleanSupplier check) throws IOException {
    boolean ok = check.getAsBoolean();
    respond(exchange, ok ? 200 : 503, TEXT, utf8(ok ? "ok\n" : "not ok\n"));
  }

  private static void respond(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
