package io.cdcpipeline.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.local.elasticsearch.Elasticsearch;
import io.cdcpipeline.local.process.TrustedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** What a node's superuser may do. */
record ElasticsearchAdmin(Elasticsearch node) {
  /** Any use of the disk is above the flood stage; the node looks every 10 s. */
  static final String DISK_FULL = disk("true", "\"1%\"", "\"10s\"");

  static final String DISK_EMPTY = disk("null", "null", "null");

  private static String disk(String enabled, String mark, String interval) {
    return """
    {"persistent": {
      "cluster.info.update.interval": %3$s,
      "cluster.routing.allocation.disk.threshold_enabled": %1$s,
      "cluster.routing.allocation.disk.watermark.low": %2$s,
      "cluster.routing.allocation.disk.watermark.high": %2$s,
      "cluster.routing.allocation.disk.watermark.flood_stage": %2$s}}
    """
        .formatted(enabled, mark, interval);
  }

  void settings(String json) {
    send("PUT", "/_cluster/settings", json);
  }

  /** Makes indices read-only, or writable again. */
  void blockWrites(String pattern, boolean blocked) {
    send("PUT", "/" + pattern + "/_settings", "{\"index.blocks.write\":" + blocked + "}");
  }

  void deleteIndices(String pattern) {
    List<String> names = send("GET", "/_cat/indices/" + pattern + "?h=index", "").lines().toList();
    send("DELETE", "/" + String.join(",", names), "");
  }

  /** Creates an index from its template. */
  void createIndex(String name) {
    send("PUT", "/" + name, "");
  }

  /** The body of the answer. */
  String get(String path) {
    return send("GET", path, "");
  }

  /** The body of the answer. */
  String post(String path, String body) {
    return send("POST", path, body);
  }

  private String send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://" + node.endpoint() + path))
            .header("Authorization", TrustedHttp.basic(Elasticsearch.ADMIN, node.adminPassword()))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      var answer =
          TrustedHttp.client(node.authority()).send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return answer.body();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
