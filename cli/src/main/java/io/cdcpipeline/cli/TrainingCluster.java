package io.cdcpipeline.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.testkit.apiserver.ApiServer;
import io.cdcpipeline.testkit.apiserver.Pods;
import io.cdcpipeline.testkit.http.HttpServers;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** An API server inside this process with one pipeline and its consumer's pod. */
final class TrainingCluster implements AutoCloseable {
  private static final String LOG =
      """
      {"@timestamp":"2026-01-01T00:00:00Z","log_type":"cdc_event","event_id":"shop.orders/1@1/UPDATE",\
      "op":"UPDATE","database":"shop","table":"orders","commit_ts":"1","topic":"cdc-shop-shop",\
      "partition":0,"offset":1,"data":{"id":"1","total":"2"},"old":{"total":"1"}}
      """;

  private static final String CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final String PIPELINES =
      "/apis/cdcpipeline.io/v1alpha1/namespaces/shop/cdcpipelines";
  private static final String PODS = "/api/v1/namespaces/shop/pods";

  private static final String METRICS =
      """
      # TYPE cdc_events_total counter
      cdc_events_total{database="shop",op="insert",table="orders"} 3.0
      """;

  private final HttpServer consumer;
  private final ApiServer server;

  /** Starts it; the files that it needs are in that folder. */
  TrainingCluster(Path folder) throws IOException {
    consumer = HttpServers.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    consumer.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, METRICS.length());
            exchange.getResponseBody().write(METRICS.getBytes(StandardCharsets.UTF_8));
          }
        });
    consumer.start();
    server = TrainingCertificate.serve(folder);
    var log = Files.writeString(folder.resolve("log"), LOG);
    var http = URI.create("http://127.0.0.1:" + consumer.getAddress().getPort() + "/");
    server.pods().add("shop", "shop-consumer-0", new Pods.Pod(log, http));
    try (var client = server.client()) {
      create(client, CRDS, resource("/crds/cdcpipelines.cdcpipeline.io-v1.yml"));
      var objects = resource("training.yaml").split("(?m)^---$", -1);
      create(client, PIPELINES, objects[0]);
      create(client, PODS, objects[1]);
    }
  }

  String kubeconfig() {
    return server.kubeconfig();
  }

  private static void create(KubernetesClient client, String path, String yaml) throws IOException {
    var object = Json.YAML.readTree(yaml);
    var live = (ObjectNode) Json.JSON.readTree(client.raw(path, "POST", object));
    if (object.has("status")) {
      live.set("status", object.get("status"));
      client.raw(path + "/" + live.at("/metadata/name").asText() + "/status", "PUT", live);
    }
  }

  private static String resource(String name) throws IOException {
    try (var stream = TrainingCluster.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    server.close();
    consumer.stop(0);
  }
}
