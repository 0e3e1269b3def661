package io.cdcpipeline.operator.search;

import static io.cdcpipeline.operator.search.AuditFixture.NOON;
import static io.cdcpipeline.operator.search.AuditFixture.tso;
import static io.cdcpipeline.operator.search.AuditFixture.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcpipeline.operator.api.ReplayedLine;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint.User;
import io.cdcpipeline.operator.endpoint.LokiEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers and errors of Loki, and how they are interpreted. */
class LokiClientTest {
  private static final ResourceNames SHOP = new ResourceNames("shop", "shop");
  private static final String TOPIC = "cdc-shop-shop";
  private static final String PASSWORD = "not-to-be-seen";

  private FakeLoki loki;
  private String tenant = "team";
  private String password = PASSWORD;
  private Instant now = NOON.plusSeconds(600);

  @BeforeEach
  void start() throws IOException {
    loki = new FakeLoki();
    loki.tenant = "team";
    loki.login = "cdc:" + PASSWORD;
  }

  @AfterEach
  void stop() {
    loki.close();
  }

  @Test
  void logsInAsTheUserOfTheTenant() {
    client().logIn();
    password = "wrong";
    refused(Reason.AuthenticationFailed, "rejects user cdc: check spec.search.loki.credentials");
    password = PASSWORD;
    tenant = "other";
    refused(Reason.AuthorizationFailed, "does not let user cdc query tenant other: tenant not");
    tenant = null;
    refused(Reason.AuthenticationFailed, "has tenants: set spec.search.loki.tenant");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 too many outstanding requests | RemoteError | answers 429: too many outstanding"
            + " requests",
        "500 empty ring | RemoteError | answers 500: empty ring",
        "502 Bad Gateway | RemoteError | answers 502: Bad Gateway",
        "503 frontend not running | RemoteError | answers 503: frontend not running",
        "504 request timed out, decrease the duration | RemoteError | answers 504: request timed"
            + " out",
        "401 no org id | AuthenticationFailed | has tenants: set spec.search.loki.tenant",
        "400 no org id | AuthenticationFailed | has tenants: set spec.search.loki.tenant",
        "401 Unauthorized | AuthenticationFailed | rejects user cdc: check spec.search.loki.creden",
        "404 tenant not found | AuthorizationFailed | query tenant team: tenant not found",
        "404 404 page not found | RemoteError | is it Loki?",
        "200 <html> | RemoteError | is it Loki?",
        "200 {\"status\":\"success\"} | RemoteError | is it Loki?",
        "400 parse error at line 1: unexpected IDENTIFIER | RemoteError | answers 400: parse error",
        "400 the query time range exceeds the limit (query length: 6h0m0s, limit: 1h0m0s) |"
            + " RemoteError | limit: 1h0m0s); raise the tenant's limit max_query_length",
        "400 [interval] value exceeds limit | RemoteError | raise the tenant's limit"
            + " max_query_length",
        "400 maximum number of series (500) reached for a single query | RemoteError"
            + " | raise the tenant's limit max_query_series, one for each partition",
        "400 the query would read too many bytes (query: 2GB, limit: 1GB) | RemoteError"
            + " | raise the tenant's limit max_query_bytes_read",
        "400 query blocked by policy | RemoteError | answers 400: query blocked by policy",
      })
  void saysWhatItAnswers(String answer, Reason reason, String words) {
    loki.trouble = answer;
    assertThatThrownBy(() -> client().newestHeartbeats(SHOP, TOPIC, true))
        .isInstanceOfSatisfying(StageException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(words)
        .hasMessageContaining(loki.url())
        .hasMessageNotContaining(PASSWORD);
  }

  @Test
  void nobodyThereIsUnreachable() {
    loki.close();
    refused(Reason.Unreachable, "does not answer");
  }

  @Test
  void findsTheNewestHeartbeatOfEachPartition() {
    loki.heartbeat(0, tso(1), tso(2), 3L);
    loki.heartbeat(0, tso(2), tso(3), 0L);
    loki.heartbeat(1, tso(0), tso(1), 0L);

    assertThat(client().newestHeartbeats(SHOP, TOPIC, true))
        .containsOnlyKeys(0, 1)
        .containsEntry(0, AuditFixture.time(3))
        .containsEntry(1, AuditFixture.time(1));
    assertThat(loki.queries()).singleElement().asString().endsWith("[15m]) by (partition)");
  }

  /** TSOs stay exact on the way, unlike numbers of a metric query. */
  @Test
  void readsHeartbeatsAsTheyAreWritten() {
    loki.heartbeat(0, null, tso(1), null);
    loki.heartbeat(0, tso(1), tso(2), 7L);
    loki.heartbeat(1, tso(1), tso(2), 0L);

    var found = client().audit(new AuditSearch(SHOP, TOPIC, 2, List.of(tso(1)), List.of()));

    assertThat(found.heartbeats()).containsExactly(window(0, 2, 7), window(1, 2, 0));
    assertThat(found.more()).isFalse();
  }

  @Test
  void countsRowChangesAndNoCopies() {
    loki.event(0, tso(1) + 1, "INSERT");
    loki.event(0, tso(2), "UPDATE");
    loki.event(0, tso(2), "UPDATE");
    loki.event(0, tso(2) - 5000, "DDL");
    loki.event(0, tso(3), "DELETE");
    loki.event(1, tso(2) - 5000, "DELETE");
    var windows = List.of(window(0, 2, 2), window(1, 2, 3), window(2, 2, 1));

    var found = client().audit(new AuditSearch(SHOP, TOPIC, 3, List.of(tso(0)), windows));

    assertThat(found.documents())
        .containsEntry(windows.get(0), 2L)
        .containsEntry(windows.get(1), 1L)
        .containsEntry(windows.get(2), 0L);
  }

  @Test
  void windowsThatAreTooManyForOneRoundAreLeftForTheNext() {
    var windows = java.util.stream.IntStream.range(1, 31).mapToObj(i -> window(0, i, 0)).toList();

    var found = client().audit(new AuditSearch(SHOP, TOPIC, 1, List.of(tso(0)), windows));

    assertThat(found.documents()).hasSize(20).containsKeys(windows.get(0), windows.get(19));
  }

  /** A tenant may ask for six hours at a time; a restarted operator has a day to look at. */
  @Test
  void asksForLongRangesPieceByPiece() {
    loki.maxQueryLength = Duration.ofHours(6);
    now = NOON.plus(Duration.ofHours(20));
    loki.heartbeat(0, tso(1), tso(2), 4L);
    loki.event(0, tso(2), "INSERT");
    loki.event(0, tso(2), "INSERT", now.minus(Duration.ofHours(6)));
    loki.event(0, tso(2), "INSERT", now.minus(Duration.ofHours(12)).plusNanos(1));
    loki.event(0, tso(2), "INSERT", now);

    var found = client().audit(search(List.of(window(0, 2, 4))));

    assertThat(found.heartbeats()).containsExactly(window(0, 2, 4));
    assertThat(found.more()).as("later ranges were not asked for").isTrue();
    assertThat(found.documents()).containsEntry(window(0, 2, 4), 4L);
    assertThat(client().hasRecords(SHOP, TOPIC, List.of(new ReplayedLine(0, 1L)))).isTrue();
  }

  @Test
  void findsTheNextHeartbeatAfterHoursWithoutAny() {
    now = NOON.plus(Duration.ofHours(20));
    loki.heartbeat(0, null, tso(2 * 60 * 19), null);

    var found = client().audit(search(List.of()));

    assertThat(found.heartbeats()).hasSize(1);
    assertThat(found.more()).isFalse();
  }

  @Test
  void asksForAsManyLinesAsTheTenantMayHave() {
    loki.maxEntries = 2;
    loki.heartbeat(0, tso(1), tso(2), 1L);
    loki.heartbeat(0, tso(3), tso(4), 1L);
    loki.heartbeat(0, tso(2), tso(3), 1L);

    var found = client().audit(search(List.of()));

    assertThat(found.heartbeats())
        .as("the oldest")
        .containsExactly(window(0, 2, 1), window(0, 3, 1));
    assertThat(found.more()).isTrue();
  }

  @Test
  void aTopicWithMorePartitionsThanATenantMayHaveSeriesNamesTheLimit() {
    loki.maxSeries = 2;
    for (int partition = 0; partition < 3; partition++) {
      loki.heartbeat(partition, tso(1), tso(2), 0L);
    }
    assertThatThrownBy(() -> client().newestHeartbeats(SHOP, TOPIC, true))
        .hasMessageContaining("maximum number of series (2)")
        .hasMessageContaining("max_query_series");
  }

  private static AuditSearch search(List<HeartbeatWindow> windows) {
    return new AuditSearch(SHOP, TOPIC, 1, List.of(tso(1)), windows);
  }

  @Test
  void findsWhatAReplayHasWritten() {
    loki.event(3, tso(1), "INSERT");
    var there = new ReplayedLine(3, 0L);

    assertThat(client().hasRecords(SHOP, TOPIC, List.of(there))).isTrue();
    assertThat(client().hasRecords(SHOP, TOPIC, List.of(there, new ReplayedLine(3, 1L)))).isFalse();
    assertThat(loki.asked()).contains("pod=~`shop-consumer-replay-.*`");
  }

  @Test
  void findsMarksUpToTheBeginningOfTheReplay() {
    var proof = "0123456789abcdef".repeat(2);
    now = NOON.plus(Duration.ofHours(20));
    loki.mark("0d5", 1, proof, NOON.plusSeconds(1));
    loki.mark("0d5", 2, proof, now.minusSeconds(1));
    loki.mark("0d6", 3, proof, now.minusSeconds(1));
    loki.heartbeat(0, tso(1), tso(2), 1L);

    assertThat(client().marks(SHOP, TOPIC, new MarkQuery("0d5", List.of(1, 2, 3), NOON)))
        .isEqualTo(Map.of(1, proof, 2, proof));
    int queries = loki.queries().size();
    client().marks(SHOP, TOPIC, new MarkQuery("0d5", List.of(2), NOON));
    assertThat(loki.queries()).as("only as far back as needed").hasSize(queries + 1);
  }

  /** The hop and the audit read heartbeats of partitions. */
  @Test
  void marksAreNoHeartbeats() {
    loki.mark("0d5", 1, "0123456789abcdef".repeat(2), now.minusSeconds(1));

    assertThat(client().newestHeartbeats(SHOP, TOPIC, true)).isEmpty();
    assertThat(client().audit(search(List.of())).heartbeats()).isEmpty();
  }

  private void refused(Reason reason, String words) {
    assertThatThrownBy(() -> client().logIn())
        .isInstanceOfSatisfying(StageException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(words)
        .hasMessageNotContaining(PASSWORD);
  }

  private LokiClient client() {
    return new LokiClient(
        new LokiEndpoint(
            loki.url(),
            Optional.ofNullable(tenant),
            Optional.of(new User("cdc", password)),
            Optional.empty()),
        ConnectionGuard.OPEN,
        Clock.fixed(now, ZoneOffset.UTC));
  }
}
