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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** Loki's query API; its errors are plain text. */
final class LokiHttp {
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(15);
  private static final int MAX_QUOTE_LENGTH = 200;

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

  /** The streams of a log query, oldest lines first. */
  JsonNode queryRange(String logQl, Instant from, Instant to, int limit) {
    var parameters =
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
            "forward");
    return result(get("/loki/api/v1/query_range", parameters), "streams");
  }

  private static String nanos(Instant at) {
    return at.getEpochSecond() + "%09d".formatted(at.getNano());
  }

  private JsonNode result(JsonNode answer, String type) {
    var data = answer.path("data");
    if (!data.path("resultType").asText().equals(type)) {
      throw notLoki();
    }
    return data.path("result");
  }

  /**
   * What it answers.
   *
   * @throws StageException when Loki does not answer or refuses
   */
  JsonNode get(String path, Map<String, String> parameters) {
    var answer = send(path, parameters);
    int code = answer.statusCode();
    if (code / 100 != 2) {
      throw refused(code, answer.body());
    }
    try {
      var json = Json.JSON.readTree(answer.body());
      if (!json.path("status").asText().equals("success")) {
        throw notLoki();
      }
      return json;
    } catch (JsonProcessingException e) {
      throw notLoki();
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

  private StageException refused(int code, String body) {
    var said = said(body);
    return switch (code) {
      case 401 ->
          body.contains("no org id")
              ? new StageException(
                  Reason.AuthenticationFailed,
                  "%s has tenants: set spec.search.loki.tenant".formatted(endpoint.url()))
              : new StageException(
                  Reason.AuthenticationFailed,
                  "%s rejects %s: check spec.search.loki.credentialsSecret"
                      .formatted(endpoint.url(), who()));
      case 403 ->
          new StageException(
              Reason.AuthorizationFailed,
              "%s does not let %s query tenant %s: %s"
                  .formatted(endpoint.url(), who(), endpoint.tenant().orElse("(none)"), said));
      case 404 -> notLoki();
      default ->
          new StageException(
              Reason.RemoteError, "%s answers %d: %s".formatted(endpoint.url(), code, said));
    };
  }

  private StageException notLoki() {
    return new StageException(
        Reason.RemoteError,
        endpoint.url() + " does not answer as Loki's query API does: is it Loki?");
  }

  private String who() {
    return endpoint.user().map(user -> "user " + user.name()).orElse("requests without a login");
  }

  private static String said(String body) {
    var line = body.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= MAX_QUOTE_LENGTH ? line : line.substring(0, MAX_QUOTE_LENGTH) + "…";
  }
}
