package io.cdcpipeline.operator.smoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint.User;
import io.cdcpipeline.operator.remote.BoundedHttp;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.remote.PemTrust;
import io.cdcpipeline.operator.remote.PinnedRequests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;

/** A server that answers text or JSON over HTTP. Failures say what it said. */
record TextServer(HttpClient http, String url, Optional<User> user) {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  static TextServer open(String url, Optional<User> user) {
    return new TextServer(PinnedRequests.client(url, Optional.empty()), url, user);
  }

  static TextServer elasticsearch(ElasticsearchEndpoint endpoint) {
    var http = PinnedRequests.client(endpoint.url(), endpoint.ca().map(PemTrust::trusting));
    return new TextServer(http, endpoint.url().replaceAll("/+$", ""), endpoint.user());
  }

  String get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  JsonNode getJson(String path) {
    return json(get(path));
  }

  JsonNode post(String path, JsonNode body) {
    return json(send("POST", path, BodyPublishers.ofString(body.toString())));
  }

  private JsonNode json(String text) {
    try {
      return Json.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(url + " answers something that is not JSON");
    }
  }

  private String send(String method, String path, BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .method(method, body);
    user.ifPresent(login -> request.header("Authorization", login.authorization()));
    try {
      var answer = BoundedHttp.send(http, request.build(), TIMEOUT, BoundedHttp.LARGE_BYTES);
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(
            "%s answers %d%s: %s"
                .formatted(url, answer.statusCode(), asWhom(), reason(answer.body())));
      }
      return answer.body();
    } catch (IOException e) {
      throw new IllegalStateException(url + " does not answer: " + BoundedHttp.why(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private String asWhom() {
    return user.map(login -> " to user " + login.name()).orElse("");
  }

  /** Where Elasticsearch, Prometheus and Grafana put their sentence. */
  private static String reason(String body) {
    try {
      var answer = Json.JSON.readTree(body);
      for (var place : new String[] {"/error/reason", "/error", "/message", "/results/A/error"}) {
        if (answer.at(place).isTextual()) {
          return answer.at(place).asText();
        }
      }
    } catch (JsonProcessingException e) {
      // Quoted as it is.
    }
    return Words.brief(body);
  }
}
