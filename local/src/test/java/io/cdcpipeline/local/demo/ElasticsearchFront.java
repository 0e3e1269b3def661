package io.cdcpipeline.local.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.cdcpipeline.local.elasticsearch.Elasticsearch;
import io.cdcpipeline.local.process.Certificates;
import io.cdcpipeline.local.process.TrustedHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Passes everything on to a node, but answers {@code GET /} itself: Filebeat asks for the version
 * there, and the demo's node lacks the module rest-root, which is in no package registry.
 */
final class ElasticsearchFront implements AutoCloseable {
  private static final List<String> HEADERS =
      List.of("Authorization", "Content-Type", "Content-Encoding");
  private static final byte[] ROOT =
      "{\"version\":{\"number\":\"8.19.0\"},\"tagline\":\"You Know, for Search\"}"
          .getBytes(StandardCharsets.UTF_8);

  private final URI node;
  private final HttpClient http;
  private final Certificates certificates;
  private final HttpsServer server;

  ElasticsearchFront(Elasticsearch node, Path directory) throws IOException {
    this.node = URI.create("https://" + node.endpoint());
    this.http = TrustedHttp.client(node.authority());
    this.certificates = Certificates.in(directory, Map.of("front", List.of("127.0.0.1")));
    this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificates.server("front")));
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  Path authority() {
    return certificates.authority();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("X-elastic-product", "Elasticsearch");
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      if (exchange.getRequestURI().getPath().equals("/")) {
        send(exchange, 200, ROOT);
        return;
      }
      HttpResponse<byte[]> answer =
          http.send(request(exchange, body), HttpResponse.BodyHandlers.ofByteArray());
      send(exchange, answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(HttpExchange exchange, byte[] body) {
    var request =
        HttpRequest.newBuilder(node.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name : HEADERS) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    return request.build();
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
