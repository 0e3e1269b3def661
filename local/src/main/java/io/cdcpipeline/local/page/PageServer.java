package io.cdcpipeline.local.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cdcpipeline.testkit.http.HttpServers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves the page on loopback, to requests that name loopback: no other site can read it. */
public final class PageServer implements AutoCloseable {
  private static final int THREADS = 4;
  private static final String INDEX = "/index.html";
  private static final Map<String, String> TYPES =
      Map.of("html", "text/html", "css", "text/css", "js", "text/javascript");
  private static final Set<String> FILES =
      Set.of(
          INDEX,
          "/page.css",
          "/app.js",
          "/dom.js",
          "/text.js",
          "/status.js",
          "/counts.js",
          "/events.js");

  private final HttpServer http;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final PageSource source;

  private PageServer(HttpServer http, PageSource source) {
    this.http = http;
    this.source = source;
  }

  /**
   * A page on a free port.
   *
   * @throws IOException if there is none
   */
  public static PageServer start(PageSource source) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    PageServer page = new PageServer(HttpServers.at(address), source);
    page.http.setExecutor(page.threads);
    page.http.createContext("/", page::answer);
    page.http.start();
    return page;
  }

  public String url() {
    return "http://127.0.0.1:" + port() + "/";
  }

  private int port() {
    return http.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
      String path = exchange.getRequestURI().getPath();
      if (!Set.of("127.0.0.1:" + port(), "localhost:" + port()).contains(host)) {
        send(exchange, 403, "text/plain", "Open " + url() + "\n");
      } else if (path.equals("/data.json")) {
        String data = PageData.of(source, EventFilter.of(exchange)).toString();
        send(exchange, 200, "application/json", data);
      } else {
        file(exchange, path.equals("/") ? INDEX : path);
      }
    }
  }

  private static void file(HttpExchange exchange, String path) throws IOException {
    if (!FILES.contains(path)) {
      send(exchange, 404, "text/plain", "There is no " + path + "\n");
      return;
    }
    try (InputStream file =
        PageServer.class.getResourceAsStream("/io/cdcpipeline/local/page" + path)) {
      String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
      send(exchange, 200, type, file.readAllBytes());
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    send(exchange, status, type, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type + "; charset=utf-8");
    headers.set("Cache-Control", "no-store");
    headers.set("Content-Security-Policy", "default-src 'self'; img-src data:; base-uri 'none'");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }
}
