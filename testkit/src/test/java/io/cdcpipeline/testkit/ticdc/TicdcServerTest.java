package io.cdcpipeline.testkit.ticdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.testkit.clock.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fake responds as TiCDC does. */
class TicdcServerTest {
  private static final String CREATE =
      """
      {"changefeed_id":"shop-shop","sink_uri":
       "kafka://u:pw@kafka:9092/cdc?protocol=canal-json&sasl-user=u&sasl-password=s3cret",
       "replica_config":{"filter":{"rules":["shop.*"]}}}
      """;

  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-24T00:00:00Z"));
  private final ScriptedEngine engine = new ScriptedEngine(clock).table("shop", "orders");
  private final HttpClient http = HttpClient.newHttpClient();
  private TicdcServer server;

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void respondsWithErrorCodes(Architecture architecture) throws Exception {
    server = new TicdcServer(architecture, engine, clock);
    var absent = call("GET", "/api/v2/changefeeds/shop-shop", "");
    assertThat(absent.statusCode()).isEqualTo(400);
    assertThat(absent.body()).contains("\"error_code\":\"CDC:ErrChangeFeedNotExists\"");
    assertThat(call("POST", "/api/v2/changefeeds", CREATE).statusCode()).isEqualTo(200);
    var again = call("POST", "/api/v2/changefeeds", CREATE);
    assertThat(again.statusCode()).isEqualTo(500);
    assertThat(again.body()).contains("CDC:ErrChangeFeedAlreadyExists");
    server.initialised(false);
    assertThat(call("GET", "/api/v2/changefeeds", "").statusCode())
        .isEqualTo(architecture == Architecture.NEW ? 500 : 503);
  }

  @ParameterizedTest
  @EnumSource
  void masksTheSinkUriAndListsInAnotherShape(Architecture architecture) throws Exception {
    server = new TicdcServer(architecture, engine, clock);
    call("POST", "/api/v2/changefeeds", CREATE);
    JsonNode full = json(call("GET", "/api/v2/changefeeds/shop-shop", ""));
    assertThat(full.path("sink_uri").asText())
        .isEqualTo(
            "kafka://xxxxx:xxxxx@kafka:9092/cdc?protocol=canal-json&sasl-password=xxxxx&sasl-user=u");
    assertThat(full.path("config").path("memory_quota").asLong()).isEqualTo(1073741824);
    server.force("shop-shop", "pending", Optional.empty());
    JsonNode item = json(call("GET", "/api/v2/changefeeds", "")).path("items").path(0);
    assertThat(item.path("state").asText()).isEqualTo("warning");
    assertThat(item.has("checkpoint_tso")).isTrue();
    assertThat(item.has("checkpoint_ts")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void updatesOnlyStoppedChangefeeds(Architecture architecture) throws Exception {
    server = new TicdcServer(architecture, engine, clock);
    server.settle(Duration.ofSeconds(1));
    call("POST", "/api/v2/changefeeds", CREATE);
    String put = "{\"replica_config\":{\"filter\":{\"rules\":[\"shop.o*\"]}}}";
    assertThat(call("PUT", "/api/v2/changefeeds/shop-shop", put).body())
        .contains("ErrChangefeedUpdateRefused");
    call("POST", "/api/v2/changefeeds/shop-shop/pause", "");
    assertThat(call("PUT", "/api/v2/changefeeds/shop-shop", put).statusCode()).isEqualTo(400);
    clock.advance(Duration.ofSeconds(1));
    assertThat(call("PUT", "/api/v2/changefeeds/shop-shop", put).statusCode()).isEqualTo(200);
    boolean isNew = architecture == Architecture.NEW;
    assertThat(call("PUT", "/api/v2/changefeeds/shop-shop", put).statusCode())
        .isEqualTo(isNew ? 200 : 400);
    assertThat(call("POST", "/api/v2/changefeeds/shop-shop/resume", "").statusCode())
        .isEqualTo(isNew ? 200 : 400);
    assertThat(call("POST", "/api/v2/changefeeds/shop-shop/resume", "{}").statusCode())
        .isEqualTo(200);
    assertThat(call("DELETE", "/api/v2/changefeeds/shop-shop", "").body()).isEqualTo("{}");
    assertThat(call("DELETE", "/api/v2/changefeeds/shop-shop", "").body())
        .isEqualTo(isNew ? "null" : "{}");
  }

  @ParameterizedTest
  @EnumSource
  void aLongPauseLosesDataOnlyInClassic(Architecture architecture) throws Exception {
    server = new TicdcServer(architecture, engine, clock);
    call("POST", "/api/v2/changefeeds", CREATE);
    call("POST", "/api/v2/changefeeds/shop-shop/pause", "");
    clock.advance(Duration.ofHours(25));
    JsonNode status = json(call("GET", "/api/v2/changefeeds/shop-shop/status", ""));
    var resumed = call("POST", "/api/v2/changefeeds/shop-shop/resume", "{}");
    if (architecture == Architecture.NEW) {
      assertThat(status.path("state").asText()).isEqualTo("stopped");
      assertThat(resumed.statusCode()).isEqualTo(200);
    } else {
      assertThat(status.path("last_error").path("code").asText()).isEqualTo("CDC:ErrGCTTLExceeded");
      assertThat(resumed.body()).contains("CDC:ErrStartTsBeforeGC");
    }
  }

  @ParameterizedTest
  @EnumSource
  void rejectsTablesWithoutKeyUnlessIgnored(Architecture architecture) throws Exception {
    engine.tableWithoutKey("shop", "notes");
    server = new TicdcServer(architecture, engine, clock);
    var refused = call("POST", "/api/v2/changefeeds", CREATE);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("CDC:ErrTableIneligible", "shop.notes");
    String tolerant =
        CREATE.replace(
            "\"replica_config\":{", "\"replica_config\":{\"ignore_ineligible_table\":true,");
    assertThat(call("POST", "/api/v2/changefeeds", tolerant).statusCode()).isEqualTo(200);
    String verify = tolerant.replace("{\"changefeed_id\"", "{\"start_ts\":1,\"changefeed_id\"");
    assertThat(call("POST", "/api/v2/verify_table", verify).body())
        .contains("\"ineligible_tables\":[{\"database_name\":\"shop\",\"table_name\":\"notes\"");
  }

  @Test
  void includesThePasswordInTheErrorOfAFailedCreation() throws Exception {
    server = new TicdcServer(Architecture.NEW, engine, clock);
    engine.refuse(
        Optional.of(TicdcError.of("CDC:ErrSinkURIInvalid", "ErrKafkaNewProducer: no brokers")));
    assertThat(call("POST", "/api/v2/changefeeds", CREATE).body())
        .contains("s3cret", "CDC:ErrSinkURIInvalid");
  }

  @Test
  void keepsItsChangefeedsAcrossARestart(@TempDir Path directory) throws Exception {
    server = persistent(directory);
    call("POST", "/api/v2/changefeeds", CREATE);
    clock.advance(Duration.ofMinutes(1));
    server.close();
    server = persistent(directory);
    JsonNode status = json(call("GET", "/api/v2/changefeeds/shop-shop/status", ""));
    assertThat(status.path("state").asText()).isEqualTo("normal");
    assertThat(status.path("checkpoint_ts").asLong() >> 18).isEqualTo(clock.millis() - 1000);
  }

  @Test
  void injectsFaults() throws Exception {
    server = new TicdcServer(Architecture.NEW, engine, clock);
    server.faults().next("POST", "/changefeeds", Fault.lie(504, "", "gateway timeout"));
    assertThat(call("POST", "/api/v2/changefeeds", CREATE).statusCode()).isEqualTo(504);
    assertThat(server.ids()).containsExactly("shop-shop");
    assertThat(call("GET", "/metrics", "").body())
        .contains("ticdc_owner_status{keyspace_name=\"default\",changefeed=\"shop-shop\"} 0");
  }

  private TicdcServer persistent(Path directory) {
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new TicdcServer(
        Architecture.NEW, engine, clock, anyPort, Optional.of(directory), Optional.empty());
  }

  private HttpResponse<String> call(String method, String path, String body)
      throws IOException, InterruptedException {
    URI uri = server.uri().resolve(path);
    var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    return http.send(
        HttpRequest.newBuilder(uri).method(method, publisher).build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return ReplicaConfigs.JSON.readTree(response.body());
  }
}
