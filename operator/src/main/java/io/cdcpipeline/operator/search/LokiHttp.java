package io.cdcpipeline.operator.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.endpoint.LokiEndpoint;
import io.cdcpipeline.operator.remote.BoundedHttp;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.remote.PemTrust;
import io.cdcpipeline.operator.remote.PinnedRequests;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** Loki's query API; its errors are plain text. */
final class LokiHttp {
  /** What Loki returns at most unless it is configured otherwise. */
  private static final int MAX_LINES = 5000;

  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(15);

  private final LokiEndpoint endpoint;
  private final ConnectionGuard guard;
  private final HttpClient http;

  LokiHttp(LokiEndpoint endpoint, ConnectionGuard guard) {
    this.endpoint = endpoint;
    this.guard = guard;
    http = PinnedRequests.client(endpoint.url(), endpoint.ca().map(PemTrust::trusting));
  }

  /** The samples of a metric query. */
  JsonNode query(String logQl, Instant at) {
    return result(get("/loki/api/v1/query", Map.of("query", logQl, "time", nanos(at))), "vector");
  }

  /**
   * The answer to a log query.
   *
   * @param lines by stream
   * @param isFull whether there may be later ones
   */
  record Lines(List<String> lines, boolean isFull) {}

  /** The oldest lines of a log query, as many as Loki returns at most. */
  Lines lines(String logQl, Instant from, Instant to) {
    var answer = range(logQl, from, to, MAX_LINES);
    int limit = refusal(answer).allowedEntries().orElse(MAX_LINES);
    if (limit < MAX_LINES) {
      answer = range(logQl, from, to, limit);
    }
    var lines = new ArrayList<String>();
    for (var stream : result(success(answer), "streams")) {
      stream.path("values").forEach(line -> lines.add(line.path(1).asText()));
    }
    return new Lines(lines, lines.size() >= limit);
  }

  private HttpResponse<String> range(String logQl, Instant from, Instant to, int limit) {
    return send(
        "/loki/api/v1/query_range",
        Map.of(
            "query",
            logQl,
            "start",
            nanos(from),
            "end",
            nanos(to),
            "limit",
            String.valueOf(limit),
            "direction",
            "forward"));
  }

  private static String nanos(Instant at) {
    return at.getEpochSecond() + "%09d".formatted(at.getNano());
  }

  private JsonNode result(JsonNode answer, String type) {
    var data = answer.path("data");
    if (!data.path("resultType").asText().equals(type)) {
      throw LokiRefusal.notLoki(endpoint);
    }
    return data.path("result");
  }

  /**
   * What it answers.
   *
   * @throws StageException when Loki does not answer or refuses
   */
  JsonNode get(String path, Map<String, String> parameters) {
    return success(send(path, parameters));
  }

  private LokiRefusal refusal(HttpResponse<String> answer) {
    return new LokiRefusal(endpoint, answer.statusCode(), answer.body());
  }

  private JsonNode success(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw refusal(answer).exception();
    }
    try {
      var json = Json.JSON.readTree(answer.body());
      if (!json.path("status").asText().equals("success")) {
        throw LokiRefusal.notLoki(endpoint);
      }
      return json;
    } catch (JsonProcessingException e) {
      throw LokiRefusal.notLoki(endpoint);
    }
  }

  private HttpResponse<String> send(String path, Map<String, String> parameters) {
    var query =
        new TreeMap<>(parameters)
            .entrySet().stream()
                .map(
                    p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", parameters.isEmpty() ? "" : "?", ""));
    try {
      var request =
          PinnedRequests.to(URI.create(endpoint.url() + path + query), guard)
              .timeout(RESPONSE_TIMEOUT);
      endpoint.tenant().ifPresent(tenant -> request.header("X-Scope-OrgID", tenant));
      endpoint.user().ifPresent(user -> request.header("Authorization", user.authorization()));
      return BoundedHttp.send(http, request.build(), RESPONSE_TIMEOUT, BoundedHttp.LARGE_BYTES * 4);
    } catch (SSLException e) {
      throw new StageException(
          Reason.CertificateNotTrusted,
          "the certificate of %s is not signed by the CA of spec.search.loki.caSecret (absent: by one of the system), or is for another host: %s"
              .formatted(endpoint.url(), e.getMessage()));
    } catch (IOException e) {
      throw new StageException(
          Reason.Unreachable, endpoint.url() + " does not answer: " + BoundedHttp.why(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageException(Reason.Unreachable, "interrupted: " + endpoint.url());
    }
  }
}
