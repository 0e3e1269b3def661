package io.cdcpipeline.operator.monitoring;

import static io.cdcpipeline.testkit.requirement.Requirement.ALERTMANAGER;
import static io.cdcpipeline.testkit.requirement.Requirement.PROMTOOL;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A real Prometheus that scrapes us and evaluates rules, and a real Alertmanager that notifies us;
 * both on the loopback interface.
 */
final class AlertServers implements AutoCloseable {
  /** An alert as a receiver was notified of it. */
  record Notified(String receiver, String status, Map<String, String> labels) {}

  private final Map<String, Integer> samples = new ConcurrentHashMap<>();
  private final List<Notified> notified = new CopyOnWriteArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  private final Path folder;
  private final HttpServer us;
  private final int alertmanager = freePort();

  /** Starts both; the folder has a file rules.yaml. */
  AlertServers(Path folder) throws IOException {
    this.folder = folder;
    us = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    us.createContext("/metrics", this::scrape);
    us.createContext("/notify/", this::receive);
    us.start();
    write(
        "alertmanager.yaml",
        """
        route:
          receiver: everyone
          group_by: [alertname]
          group_wait: 1s
          group_interval: 1s
          routes: [{matchers: ['namespace="shop"'], receiver: shop-team, continue: true}, {receiver: everyone}]
        receivers:
        - {name: everyone, webhook_configs: [{url: 'http://%1$s/notify/everyone'}]}
        - {name: shop-team, webhook_configs: [{url: 'http://%1$s/notify/shop-team'}]}
        """
            .formatted(ours()));
    write(
        "prometheus.yaml",
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: [rules.yaml]
        alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:%d']}]}]}
        scrape_configs:
        - {job_name: us, honor_labels: true, static_configs: [{targets: ['%s']}]}
        """
            .formatted(alertmanager, ours()));
    start(
        ALERTMANAGER.path(),
        "--config.file=alertmanager.yaml",
        "--storage.path=alertmanager",
        "--cluster.listen-address=",
        "--web.listen-address=127.0.0.1:" + alertmanager);
    start(
        PROMTOOL.path().resolveSibling("prometheus"),
        "--config.file=prometheus.yaml",
        "--storage.tsdb.path=prometheus",
        "--web.listen-address=127.0.0.1:" + freePort());
  }

  /** From now on this is scraped. */
  void expose(String series, int value) {
    samples.put(series, value);
  }

  List<Notified> notified() {
    return List.copyOf(notified);
  }

  /** The alerts of that name that Alertmanager has as firing now. */
  List<Map<String, String>> firing(String alertname) throws IOException {
    var url =
        "http://127.0.0.1:%d/api/v2/alerts?filter=alertname%%3D%s"
            .formatted(alertmanager, alertname);
    var alerts = new ArrayList<Map<String, String>>();
    try (var in = URI.create(url).toURL().openStream()) {
      Json.JSON.readTree(in).forEach(alert -> alerts.add(labels(alert)));
    }
    return alerts;
  }

  private String ours() {
    return "127.0.0.1:" + us.getAddress().getPort();
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  private void start(Path binary, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(List.of(arguments));
    processes.add(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(binary.getFileName() + ".log").toFile())
            .start());
  }

  private void scrape(HttpExchange exchange) throws IOException {
    var text = new StringBuilder();
    samples.forEach((series, value) -> text.append(series).append(' ').append(value).append('\n'));
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
    answer(exchange, text.toString());
  }

  private void receive(HttpExchange exchange) throws IOException {
    var receiver = exchange.getRequestURI().getPath().replace("/notify/", "");
    for (var alert : Json.JSON.readTree(exchange.getRequestBody()).path("alerts")) {
      notified.add(new Notified(receiver, alert.path("status").asText(), labels(alert)));
    }
    answer(exchange, "");
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    var bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Map<String, String> labels(JsonNode alert) {
    var labels = new java.util.TreeMap<String, String>();
    alert.path("labels").properties().forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
    return labels;
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
    for (var process : processes) {
      process
          .onExit()
          .orTimeout(30, TimeUnit.SECONDS)
          .exceptionally(late -> process.destroyForcibly())
          .join();
    }
    us.stop(0);
  }
}
