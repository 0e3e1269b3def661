package io.cdcpipeline.operator.changefeed;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.endpoint.TicdcEndpoint;
import io.cdcpipeline.operator.remote.BoundedHttp;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.remote.PinnedRequests;
import io.cdcpipeline.operator.remote.Tso;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** The Open API over HTTP. Any TiCDC node will do: it forwards calls to the owner. */
public final class HttpChangefeedClient implements ChangefeedClient {
  private static final String CHANGEFEEDS = "/api/v2/changefeeds";
  static final Duration READ_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(90);
  // TiCDC keeps asking Kafka for metadata for minutes before it gives up.
  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(330);

  private final HttpClient http;
  private final TicdcEndpoint endpoint;
  private final String base;
  private final SecretMasker masker;
  private final Duration readTimeout;
  private final ConnectionGuard guard;

  public HttpChangefeedClient(HttpClient http, TicdcEndpoint endpoint, SecretMasker masker) {
    this(http, endpoint, masker, READ_TIMEOUT, ConnectionGuard.OPEN);
  }

  HttpChangefeedClient(
      HttpClient http,
      TicdcEndpoint endpoint,
      SecretMasker masker,
      Duration readTimeout,
      ConnectionGuard guard) {
    this.guard = guard;
    this.http = http;
    this.endpoint = endpoint;
    this.base = endpoint.url().replaceAll("/$", "");
    this.masker = masker;
    this.readTimeout = readTimeout;
  }

  @Override
  public Optional<Changefeed> get(String id) {
    try {
      JsonNode json = send("GET", CHANGEFEEDS + "/" + id, "", readTimeout);
      if (!json.path("id").asText().equals(id)) {
        throw new ChangefeedException(
            ErrorKind.SERVER_ERROR, base + " answers without changefeed " + id + ": is it TiCDC?");
      }
      return Optional.of(ChangefeedJson.changefeed(json, masker));
    } catch (ChangefeedException e) {
      if (e.kind() == ErrorKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public long create(DesiredChangefeed desired, long startTs) {
    String body = ChangefeedJson.create(desired, startTs);
    return send("POST", CHANGEFEEDS, body, KAFKA_TIMEOUT).path("start_ts").asLong(startTs);
  }

  @Override
  public void update(DesiredChangefeed desired) {
    try {
      String body = ChangefeedJson.update(desired).toString();
      send("PUT", CHANGEFEEDS + "/" + desired.id(), body, KAFKA_TIMEOUT);
    } catch (ChangefeedException e) {
      if (e.kind() != ErrorKind.NOTHING_TO_UPDATE) {
        throw e;
      }
    }
  }

  @Override
  public void pause(String id) {
    send("POST", CHANGEFEEDS + "/" + id + "/pause", "{}", WRITE_TIMEOUT);
  }

  @Override
  public void resume(String id) {
    send("POST", CHANGEFEEDS + "/" + id + "/resume", "{}", WRITE_TIMEOUT);
  }

  @Override
  public void remove(String id) {
    try {
      send("DELETE", CHANGEFEEDS + "/" + id, "", WRITE_TIMEOUT);
    } catch (ChangefeedException e) {
      if (e.kind() != ErrorKind.NOT_FOUND) {
        throw e;
      }
    }
  }

  @Override
  public long tso() {
    JsonNode json = send("POST", "/api/v2/tso", "{}", readTimeout);
    return Tso.of(json.path("timestamp").asLong(), json.path("logic_time").asLong());
  }

  @Override
  public TableSelection tables(DesiredChangefeed desired, long tso) {
    List<String> rules = desired.rules();
    JsonNode all = verify(desired, rules, tso);
    List<String> includingRules = rules.stream().filter(rule -> !rule.startsWith("!")).toList();
    List<String> idle = new ArrayList<>();
    for (String rule : includingRules) {
      JsonNode one = rules.size() == 1 ? all : verify(desired, List.of(rule), tso);
      if (one.path("eligible_tables").isEmpty() && one.path("ineligible_tables").isEmpty()) {
        idle.add(rule);
      }
    }
    return new TableSelection(
        ChangefeedJson.names(all.path("eligible_tables")),
        ChangefeedJson.names(all.path("ineligible_tables")),
        idle);
  }

  private JsonNode verify(DesiredChangefeed desired, List<String> rules, long tso) {
    return send(
        "POST", "/api/v2/verify_table", ChangefeedJson.tables(desired, rules, tso), readTimeout);
  }

  private JsonNode send(String method, String path, String body, Duration timeout) {
    HttpResponse<String> response = exchange(method, path, body, timeout);
    if (response.statusCode() / 100 != 2) {
      throw ChangefeedJson.exception(response.statusCode(), response.body(), masker);
    }
    try {
      return Json.JSON.readTree(response.body());
    } catch (IOException e) {
      throw new ChangefeedException(
          ErrorKind.SERVER_ERROR,
          base + path + " answers with something other than JSON: is it TiCDC?");
    }
  }

  private HttpResponse<String> exchange(String method, String path, String body, Duration timeout) {
    String call = method + " " + base + path;
    try {
      HttpRequest request =
          PinnedRequests.to(URI.create(base + path), guard)
              .timeout(timeout)
              .header("Content-Type", "application/json")
              .method(
                  method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
              .build();
      return BoundedHttp.send(http, request, timeout, BoundedHttp.LARGE_BYTES);
    } catch (SSLException e) {
      throw new ChangefeedException(ErrorKind.CERTIFICATE_NOT_TRUSTED, distrusted(e));
    } catch (HttpTimeoutException e) {
      throw unreachable(call, "no answer within " + timeout.toSeconds() + " s");
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw unreachable(call, why);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(call, "interrupted");
    }
  }

  private String distrusted(SSLException e) {
    return "the certificate of %s %s: %s"
        .formatted(base, endpoint.distrust(), masker.apply(String.valueOf(e.getMessage())));
  }

  private ChangefeedException unreachable(String call, String why) {
    return new ChangefeedException(ErrorKind.UNREACHABLE, call + ": " + masker.apply(why));
  }
}
