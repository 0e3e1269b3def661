package io.cdcpipeline.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcpipeline.local.process.TrustedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** Reads the index as the reader user, as Grafana would. */
public final class SearchClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final String url;
  private final String login;

  SearchClient(String url, Path authority, String user, String password) {
    this.http = TrustedHttp.client(authority);
    this.url = url;
    this.login = TrustedHttp.basic(user, password);
  }

  JsonNode post(String path, String body) {
    return post(path, body, Duration.ofSeconds(10));
  }

  /** Searches the events; an index that does not exist yet has none. */
  JsonNode search(String body, Duration timeout) {
    return post("/cdc-events-*/_search?ignore_unavailable=true", body, timeout);
  }

  private JsonNode post(String path, String body, Duration timeout) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(timeout)
            .header("Authorization", login)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw DemoException.failed("Elasticsearch does not respond: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DemoException.failed("interrupted", e);
    }
  }
}
