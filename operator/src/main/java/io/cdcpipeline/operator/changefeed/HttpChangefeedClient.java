package io.cdcpipeline.operator.changefeed;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.remote.BoundedHttp;
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

/** The Open API over HTTP: any TiCDC node will do, it forwards to the owner by itself. */
public final class HttpChangefeedClient implements ChangefeedClient {
  private static final String CHANGEFEEDS = "/api/v2/changefeeds";
  private static final Duration READ = Duration.ofSeconds(10);
  private static final Duration CHANGE = Duration.ofSeconds(90);
  // TiCDC retries Kafka's metadata for minutes before it gives up.
  private static final Duration CONNECT_TO_KAFKA = Duration.ofSeconds(330);

  private final HttpClient http;
  private final String base;
  private final SecretMasker redaction;

  public HttpChangefeedClient(HttpClient http, String base, SecretMasker redaction) {
    this.http = http;
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.redaction = redaction;
  }

  /** One for all pipelines; without HTTP/2, whose upgrade request TiCDC does not know. */
  public static HttpClient transport() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(5))
        .build();
  }

  @Override
  public Optional<Changefeed> get(String id) {
    try {
      JsonNode json = send("GET", CHANGEFEEDS + "/" + id, "", READ);
      if (!json.path("id").asText().equals(id)) {
        throw new ChangefeedException(
            ErrorKind.SERVER_ERROR, base + " answered without changefeed " + id + ": is it TiCDC?");
      }
      return Optional.of(ChangefeedJson.changefeed(json, redaction));
    } catch (ChangefeedException e) {
      if (e.kind() == ErrorKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public long create(DesiredChangefeed wish, long startTs) {
    String body = ChangefeedJson.create(wish, startTs);
    return send("POST", CHANGEFEEDS, body, CONNECT_TO_KAFKA).path("start_ts").asLong(startTs);
  }

  @Override
  public void update(DesiredChangefeed wish) {
    try {
      String body = ChangefeedJson.update(wish).toString();
      send("PUT", CHANGEFEEDS + "/" + wish.id(), body, CONNECT_TO_KAFKA);
    } catch (ChangefeedException e) {
      if (e.kind() != ErrorKind.NOTHING_TO_UPDATE) {
        throw e;
      }
    }
  }

  @Override
  public void pause(String id) {
    send("POST", CHANGEFEEDS + "/" + id + "/pause", "{}", CHANGE);
  }

  @Override
  public void resume(String id) {
    send("POST", CHANGEFEEDS + "/" + id + "/resume", "{}", CHANGE);
  }

  @Override
  public void remove(String id) {
    try {
      send("DELETE", CHANGEFEEDS + "/" + id, "", CHANGE);
    } catch (ChangefeedException e) {
      if (e.kind() != ErrorKind.NOT_FOUND) {
        throw e;
      }
    }
  }

  @Override
  public long tso() {
    JsonNode json = send("POST", "/api/v2/tso", "{}", READ);
    return Tso.of(json.path("timestamp").asLong(), json.path("logic_time").asLong());
  }

  @Override
  public TableSelection tables(DesiredChangefeed wish, long tso) {
    List<String> rules = wish.rules();
    JsonNode all = verify(wish, rules, tso);
    List<String> including = rules.stream().filter(rule -> !rule.startsWith("!")).toList();
    List<String> idle = new ArrayList<>();
    for (String rule : including) {
      JsonNode one = rules.size() == 1 ? all : verify(wish, List.of(rule), tso);
      if (one.path("eligible_tables").isEmpty() && one.path("ineligible_tables").isEmpty()) {
        idle.add(rule);
      }
    }
    return new TableSelection(
        ChangefeedJson.names(all.path("eligible_tables")),
        ChangefeedJson.names(all.path("ineligible_tables")),
        idle);
  }

  private JsonNode verify(DesiredChangefeed wish, List<String> rules, long tso) {
    return send("POST", "/api/v2/verify_table", ChangefeedJson.tables(wish, rules, tso), READ);
  }

  private JsonNode send(String method, String path, String body, Duration timeout) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = exchange(request, timeout);
    if (response.statusCode() / 100 != 2) {
      throw ChangefeedJson.refusal(response.statusCode(), response.body(), redaction);
    }
    try {
      return ChangefeedJson.JSON.readTree(response.body());
    } catch (IOException e) {
      throw new ChangefeedException(
          ErrorKind.SERVER_ERROR,
          base + path + " answered something that is not JSON: is it TiCDC?");
    }
  }

  private HttpResponse<String> exchange(HttpRequest request, Duration timeout) {
    try {
      return BoundedHttp.send(http, request, timeout);
    } catch (HttpTimeoutException e) {
      throw unreachable(request, "no answer within " + timeout.toSeconds() + " s");
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw unreachable(request, why);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(request, "interrupted");
    }
  }

  private ChangefeedException unreachable(HttpRequest request, String why) {
    return new ChangefeedException(
        ErrorKind.UNREACHABLE,
        request.method() + " " + request.uri() + ": " + redaction.apply(why));
  }
}
