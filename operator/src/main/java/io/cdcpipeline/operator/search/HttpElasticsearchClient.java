package io.cdcpipeline.operator.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.api.ReplayedLine;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.BoundedHttp;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.remote.PemTrust;
import io.cdcpipeline.operator.remote.PinnedRequests;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Elasticsearch's REST API; only parts that every distribution and licence has. */
final class HttpElasticsearchClient implements ElasticsearchClient {
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(15);
  private static final int MAX_QUOTE_LENGTH = 300;

  private final ElasticsearchEndpoint endpoint;
  private final ConnectionGuard guard;
  private final HttpClient http;

  HttpElasticsearchClient(ElasticsearchEndpoint endpoint, ConnectionGuard guard) {
    this.endpoint = endpoint;
    this.guard = guard;
    http =
        guard == ConnectionGuard.OPEN && endpoint.ca().isPresent()
            ? PinnedRequests.shared(endpoint.url(), endpoint.ca().get())
            : PinnedRequests.client(endpoint.url(), endpoint.ca().map(PemTrust::trusting));
  }

  @Override
  public void logIn() {
    var answer = send("GET", "/_security/_authenticate", null);
    if (!isWithoutSecurity(answer)) {
      body(answer, "log in");
    }
  }

  /** The security module is absent. */
  private static boolean isWithoutSecurity(HttpResponse<String> answer) {
    return List.of(400, 404, 405).contains(answer.statusCode());
  }

  @Override
  public List<String> missingPrivileges(
      List<String> cluster, String indices, List<String> onIndices) {
    var request =
        Map.of(
            "cluster",
            cluster,
            "index",
            List.of(Map.of("names", List.of(indices), "privileges", onIndices)));
    var answer = send("POST", "/_security/user/_has_privileges", json(request));
    if (isWithoutSecurity(answer)) {
      return List.of();
    }
    var privileges = body(answer, "check its privileges");
    var missing = new ArrayList<String>();
    collectMissing(privileges.path("cluster"), "", missing);
    collectMissing(privileges.path("index").path(indices), " on " + indices, missing);
    return missing;
  }

  @Override
  public void putTemplate(String name, String json) {
    body(send("PUT", "/_index_template/" + name, json), "put index template " + name);
  }

  @Override
  public List<String> indices(String pattern) {
    var answer = send("GET", "/" + pattern + "/_alias", null);
    if (answer.statusCode() == 404) {
      return List.of();
    }
    var names = new ArrayList<String>();
    body(answer, "list the indices " + pattern).fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Override
  public Map<Integer, Instant> newestHeartbeats(
      ResourceNames pipeline, String topic, boolean recent) {
    var path = "/" + IndexTemplate.HEARTBEATS.indices() + "/_search?ignore_unavailable=true";
    var answer = send("POST", path, HeartbeatSearch.request(pipeline, topic, recent));
    return HeartbeatSearch.newest(body(answer, "search heartbeats"));
  }

  @Override
  public AuditSearch.Found audit(AuditSearch search) {
    int maxBytes = AuditSlices.maxBytes(search.after().size());
    var answer = send("POST", AuditSearch.PATH, search.lines(), maxBytes);
    requireSuccess(answer, "compare counts");
    var responses = AuditAnswer.responses(answer.body());
    if (responses.size() != search.searches()) {
      throw incomplete("has not answered every search");
    }
    responses.forEach(response -> requireComplete(response.rest()));
    var last = responses.get(responses.size() - 1).rest();
    if (!search.windows().isEmpty() && last.at("/_shards/total").asInt() == 0) {
      throw incomplete("has no index that the user may search for events");
    }
    return search.found(responses);
  }

  private void requireComplete(JsonNode response) {
    if (response.has("error")) {
      throw incomplete("answers %s: %s".formatted(response.path("status"), reason(response)));
    }
    if (response.at("/_shards/failed").asInt() > 0 || response.path("timed_out").asBoolean()) {
      throw incomplete("has not searched every shard");
    }
  }

  private StageException incomplete(String what) {
    return new StageException(
        Reason.RemoteError, "counts cannot be compared: %s %s".formatted(endpoint.url(), what));
  }

  @Override
  public boolean hasRecords(ResourceNames pipeline, String topic, List<ReplayedLine> records) {
    var path = "/" + IndexTemplate.EVENTS.indices() + "/_search?ignore_unavailable=true";
    var answer = send("POST", path, RecordSearch.request(pipeline, topic, records));
    return RecordSearch.foundAll(body(answer, "search events"), records);
  }

  @Override
  public Map<Integer, String> marks(ResourceNames pipeline, String topic, MarkQuery query) {
    var path = "/" + IndexTemplate.HEARTBEATS.indices() + "/_search?ignore_unavailable=true";
    return MarkQuery.found(body(send("POST", path, query.request()), "search heartbeats"));
  }

  @Override
  public void createIndex(String name) {
    var answer = send("PUT", "/" + name, null);
    if (!answer.body().contains("resource_already_exists_exception")) {
      body(answer, "create index " + name);
    }
  }

  @Override
  public void deleteIndex(String name) {
    var answer = send("DELETE", "/" + name, null);
    if (answer.statusCode() != 404) {
      body(answer, "delete index " + name);
    }
  }

  private HttpResponse<String> send(String method, String path, String json) {
    boolean large = method.equals("GET") || path.contains("search?");
    return send(method, path, json, large ? BoundedHttp.LARGE_BYTES : BoundedHttp.SMALL_BYTES);
  }

  private HttpResponse<String> send(String method, String path, String json, int maxBytes) {
    var address = URI.create(endpoint.url().replaceAll("/$", "") + path);
    var publisher =
        json == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(json);
    try {
      var request =
          PinnedRequests.to(address, guard)
              .timeout(RESPONSE_TIMEOUT)
              .header("Content-Type", "application/json")
              .method(method, publisher);
      endpoint.user().ifPresent(user -> request.header("Authorization", user.authorization()));
      return BoundedHttp.send(http, request.build(), RESPONSE_TIMEOUT, maxBytes);
    } catch (SSLException e) {
      throw new StageException(Reason.CertificateNotTrusted, distrusted(e));
    } catch (IOException e) {
      throw new StageException(Reason.Unreachable, endpoint.url() + " does not answer: " + text(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageException(Reason.Unreachable, "interrupted: " + endpoint.url());
    }
  }

  private JsonNode body(HttpResponse<String> answer, String what) {
    requireSuccess(answer, what);
    return success(answer, what);
  }

  private void requireSuccess(HttpResponse<String> answer, String what) {
    int code = answer.statusCode();
    if (code >= 200 && code < 300) {
      return;
    }
    var who = endpoint.user().map(ElasticsearchEndpoint.User::name).orElse("anonymous");
    throw switch (code) {
      case 401 ->
          new StageException(
              Reason.AuthenticationFailed,
              "%s rejects user %s with its password".formatted(endpoint.url(), who));
      case 403 ->
          new StageException(
              Reason.AuthorizationFailed,
              "user %s may not %s at %s: %s".formatted(who, what, endpoint.url(), reason(answer)));
      default ->
          new StageException(
              Reason.RemoteError,
              "%s answers %d to %s: %s".formatted(endpoint.url(), code, what, reason(answer)));
    };
  }

  private JsonNode success(HttpResponse<String> answer, String what) {
    try {
      return Json.JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new StageException(
          Reason.RemoteError,
          "%s answers something that is not JSON to %s: is it Elasticsearch?"
              .formatted(endpoint.url(), what));
    }
  }

  /** The sentence in Elasticsearch's error; nothing of a response that is not Elasticsearch's. */
  private static String reason(HttpResponse<String> answer) {
    return reason(parsed(answer.body()));
  }

  private static String reason(JsonNode answer) {
    var text =
        Stream.of("/error/root_cause/0/reason", "/error/reason", "/error")
            .map(answer::at)
            .filter(JsonNode::isTextual)
            .map(JsonNode::asText)
            .findFirst()
            .map(HttpElasticsearchClient::oneLine)
            .orElse("no Elasticsearch error document, is it Elasticsearch?");
    return text.length() <= MAX_QUOTE_LENGTH ? text : text.substring(0, MAX_QUOTE_LENGTH) + "…";
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  private static void collectMissing(JsonNode privileges, String on, List<String> missing) {
    privileges.properties().stream()
        .filter(privilege -> !privilege.getValue().asBoolean())
        .forEach(privilege -> missing.add(privilege.getKey() + on));
  }

  private String distrusted(SSLException e) {
    var problem =
        endpoint.ca().isPresent()
            ? "is not signed by the CA in ca.crt, or is for another host"
            : "is not signed by a CA of the system: name a Secret with its ca.crt in"
                + " spec.search.existing.caSecret";
    return "the certificate of %s %s: %s".formatted(endpoint.url(), problem, e.getMessage());
  }

  /** The JDK's client gives the most common failures no message. */
  private static String text(IOException e) {
    if (e instanceof UnknownHostException) {
      return "unknown host";
    }
    if (!(e instanceof ConnectException)) {
      return String.valueOf(e.getMessage());
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return "unknown host";
      }
    }
    return e.getMessage() == null ? "connection refused" : e.getMessage();
  }

  private static JsonNode parsed(String body) {
    try {
      return Json.JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return Json.JSON.createObjectNode();
    }
  }

  private static String json(Object value) {
    return Json.JSON.<JsonNode>valueToTree(value).toString();
  }
}
