package io.cdcpipeline.local.shipper;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcpipeline.local.process.TrustedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Elasticsearch's {@code _bulk}. */
final class BulkClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final URI bulk;
  private final String authorization;

  BulkClient(ShipperConfig config) {
    http = TrustedHttp.client(config.authority());
    bulk = config.elasticsearch().resolve("/_bulk");
    authorization = TrustedHttp.basic(config.username(), config.password());
  }

  /** The outcome of one document. */
  record Item(int status, String reason) {}

  /** One item per document, or the failure of the whole request. */
  List<Item> create(List<Document> documents) throws IOException, InterruptedException {
    List<byte[]> body = new ArrayList<>();
    for (Document document : documents) {
      body.add((document.action() + '\n').getBytes(StandardCharsets.UTF_8));
      body.add((document.source() + '\n').getBytes(StandardCharsets.UTF_8));
    }
    HttpRequest request =
        HttpRequest.newBuilder(bulk)
            .header("Authorization", authorization)
            .header("Content-Type", "application/x-ndjson")
            .timeout(Duration.ofSeconds(90))
            .POST(HttpRequest.BodyPublishers.ofByteArrays(body))
            .build();
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new BulkException(response.statusCode());
    }
    return items(JSON.readTree(response.body()));
  }

  private static List<Item> items(JsonNode answer) {
    List<Item> items = new ArrayList<>();
    for (JsonNode item : answer.path("items")) {
      JsonNode create = item.path("create");
      items.add(
          new Item(create.path("status").asInt(), create.path("error").path("reason").asText()));
    }
    return items;
  }

  /** The whole request failed. */
  static final class BulkException extends IOException {
    private static final long serialVersionUID = 1;
    private final int status;

    BulkException(int status) {
      super("_bulk was answered with status " + status);
      this.status = status;
    }

    boolean tooLarge() {
      return status == 413;
    }
  }
}
