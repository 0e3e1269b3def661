package io.cdcpipeline.local.shipper;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.testkit.http.HttpServers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Answers {@code GET /stats}, as Filebeat does where its {@code http} is enabled. */
final class StatisticsServer implements AutoCloseable {
  private final HttpServer server;

  private StatisticsServer(HttpServer server) {
    this.server = server;
  }

  static StatisticsServer start(Endpoint endpoint, Counters counters) throws IOException {
    HttpServer server = HttpServers.at(new InetSocketAddress(endpoint.host(), endpoint.port()));
    server.createContext("/stats", exchange -> answer(exchange, counters.json()));
    server.start();
    return new StatisticsServer(server);
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    try (exchange) {
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
