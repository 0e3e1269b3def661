package io.cdcpipeline.local.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The local page: status, event table from Elasticsearch, operations of the last hour from the
 * consumer's metrics. In a cluster, Grafana shows the same.
 */
final class Page implements AutoCloseable {
  private static final int EVENTS = 50;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer http;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final Demo demo;
  private final Session session;
  private final LastHour lastHour;

  private Page(HttpServer http, Demo demo, Session session) {
    this.http = http;
    this.demo = demo;
    this.session = session;
    this.lastHour = LastHour.start(() -> Hops.counters(session.consumers()));
  }

  static Page start(Demo demo, Session session) {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      Page page = new Page(HttpServer.create(address, 16), demo, session);
      page.http.setExecutor(page.threads);
      page.http.createContext("/", page::html);
      page.http.createContext("/data.json", page::data);
      page.http.start();
      return page;
    } catch (IOException e) {
      throw DemoException.failed("Cannot open a port for the page: " + e.getMessage(), e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort() + "/";
  }

  private void html(HttpExchange exchange) throws IOException {
    try (InputStream page = Page.class.getResourceAsStream("/io/cdcpipeline/local/page.html")) {
      send(exchange, "text/html; charset=utf-8", page.readAllBytes());
    }
  }

  private void data(HttpExchange exchange) throws IOException {
    ObjectNode data = JSON.createObjectNode();
    GenericKubernetesResource pipeline = demo.live();
    data.put("name", demo.cluster().namespace() + "/" + demo.pipelineName());
    data.set("status", JSON.readTree(Serialization.asJson(pipeline.get("status"))));
    ObjectNode operations = data.putObject("operations");
    lastHour.increase().forEach(operations::put);
    try {
      data.set("events", session.search().latest(EVENTS).at("/hits/hits"));
    } catch (DemoException e) {
      data.put("problem", e.getMessage());
    }
    send(exchange, "application/json", JSON.writeValueAsBytes(data));
  }

  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
    lastHour.close();
  }
}
