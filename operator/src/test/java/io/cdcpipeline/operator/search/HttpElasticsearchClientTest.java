package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.cdcpipeline.operator.api.ReplayedLine;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of Elasticsearch 9.5, and how they are interpreted. */
class HttpElasticsearchClientTest {
  private static final String PASSWORD = "not-to-be-seen";
  private HttpServer server;
  private volatile int code;
  private volatile String body = "{}";
  private volatile String request;
  private volatile String authorization;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
          authorization = exchange.getRequestHeaders().getFirst("Authorization");
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          try (exchange) {
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void installsTheTemplateAsTheUser() {
    code = 200;
    client().putTemplate("cdc-events", "{}");

    assertThat(request).isEqualTo("PUT /_index_template/cdc-events");
    assertThat(authorization).startsWith("Basic ");
  }

  @Test
  void namesTheMissingPrivileges() {
    code = 200;
    body =
        """
        {"username":"cdc","has_all_requested":false,"cluster":{"manage_index_templates":false},
         "index":{"cdc-events-*":{"create_doc":true,"delete_index":false}}}\
        """;

    assertThat(client().missingPrivileges(List.of(), "cdc-events-*", List.of()))
        .containsExactly("manage_index_templates", "delete_index on cdc-events-*");
  }

  @Test
  void missesNoPrivilegesWithoutTheSecurityModule() {
    code = 400;
    body = "{\"error\":\"no handler found for uri [/_security/user/_has_privileges]\"}";

    assertThat(client().missingPrivileges(List.of(), "cdc-events-*", List.of())).isEmpty();
  }

  @Test
  void findsTheNewestHeartbeatOfEachPartition() {
    code = 200;
    body =
        """
        {"aggregations":{"partitions":{"buckets":[
         {"key":0,"doc_count":9,"newest":{"value":1.7672688E12,"value_as_string":"x"}},
         {"key":2,"doc_count":9,"newest":{"value":1767268830000}}]}}}\
        """;

    assertThat(client().newestHeartbeats(new ResourceNames("prod", "shop"), "cdc-shop", true))
        .containsExactly(
            Map.entry(0, Instant.parse("2026-01-01T12:00:00Z")),
            Map.entry(2, Instant.parse("2026-01-01T12:00:30Z")));
    assertThat(request).isEqualTo("POST /cdc-heartbeats-*/_search?ignore_unavailable=true");
  }

  @Test
  void comparesCountsInOneRequest() {
    code = 200;
    body =
        """
        {"responses":[
         {"status":200,"_shards":{"total":1,"failed":0},"hits":{"hits":[
          {"fields":{"partition":[1],"watermark":[463278920171520003],"events":[7],
            "previous_watermark":[463278912307200001]}},
          {"fields":{"partition":[0],"watermark":[463278920171520003]}},
          {"fields":{"partition":[0]}}]}},
         {"status":200,"_shards":{"total":2,"failed":0},"aggregations":{"spans":{"buckets":{
          "463278904442880003-463278912307200003":{"partitions":{"buckets":[
           {"key":1,"doc_count":12},{"key":5,"doc_count":99}]}}}}}}]}\
        """;
    var one = new HeartbeatWindow(1, 463278904442880003L, 463278912307200003L, 12L);
    var other = new HeartbeatWindow(0, 463278904442880003L, 463278912307200003L, 1L);

    var found = client().audit(search(one, other));

    assertThat(request).startsWith("POST /_msearch?filter_path=");
    assertThat(found.heartbeats())
        .containsExactly(
            new HeartbeatWindow(1, 463278912307200001L, 463278920171520003L, 7L),
            new HeartbeatWindow(0, null, 463278920171520003L, null));
    assertThat(found.documents()).isEqualTo(Map.of(one, 12L, other, 0L));
    assertThat(found.more()).isFalse();
    assertThat(search(one).lines())
        .contains("\"gt\":463278904442880003", "\"lte\":463278912307200003", "INSERT")
        .endsWith("}\n");
  }

  /** Part of the documents, or of the searches, must never look like missing changes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"responses\":[{\"status\":200,\"_shards\":{\"total\":1,\"failed\":0}}]}",
        "{\"responses\":[{\"_shards\":{\"total\":1,\"failed\":0}},"
            + "{\"status\":503,\"error\":{\"reason\":\"all shards failed\"}}]}",
        "{\"responses\":[{\"_shards\":{\"total\":1,\"failed\":0}},"
            + "{\"_shards\":{\"total\":2,\"failed\":1}}]}",
        "{\"responses\":[{\"_shards\":{\"total\":1,\"failed\":0}},"
            + "{\"_shards\":{\"total\":2,\"failed\":0},\"timed_out\":true}]}",
        "{\"responses\":[{\"_shards\":{\"total\":1,\"failed\":0}},"
            + "{\"_shards\":{\"total\":0,\"failed\":0}}]}"
      })
  void incompleteCountsAreAFailure(String answer) {
    code = 200;
    body = answer;
    var search = search(new HeartbeatWindow(1, 1L, 2L, 3L));

    var failure = catchThrowableOfType(StageException.class, () -> client().audit(search));

    assertThat(failure.reason()).isEqualTo(Reason.RemoteError);
    assertThat(failure).hasMessageStartingWith("counts cannot be compared: http://127.0.0.1:");
  }

  private static AuditSearch search(HeartbeatWindow... windows) {
    return new AuditSearch(
        new ResourceNames("prod", "shop"),
        "cdc-shop",
        2,
        List.of(463278912307200000L),
        List.of(windows));
  }

  @Test
  void everyRecordNeedsADocument() {
    code = 200;
    body =
        """
        {"aggregations":{"records":{"buckets":
          {"0@7":{"doc_count":1},"1@9":{"doc_count":%d}}}}}\
        """;
    var names = new ResourceNames("shop", "shop");
    var records = List.of(new ReplayedLine(0, 7L), new ReplayedLine(1, 9L));
    var template = body;

    body = template.formatted(0);
    assertThat(client().hasRecords(names, "cdc", records)).isFalse();
    body = template.formatted(2);
    assertThat(client().hasRecords(names, "cdc", records)).isTrue();
    assertThat(request).isEqualTo("POST /cdc-events-*/_search?ignore_unavailable=true");
  }

  @Test
  void findsMarksByTheirIdsWithTheirProofs() {
    code = 200;
    var proof = "0123456789abcdef".repeat(2);
    var found = "{\"_source\":{\"mark\":7,\"proof\":\"%s\"}},{\"_source\":{\"mark\":8}}";
    body = "{\"hits\":{\"hits\":[%s]}}".formatted(found.formatted(proof));
    var query = new MarkQuery("0d5", List.of(7, 8), Instant.EPOCH);

    assertThat(client().marks(new ResourceNames("shop", "shop"), "cdc", query))
        .isEqualTo(Map.of(7, proof));
    assertThat(request).isEqualTo("POST /cdc-heartbeats-*/_search?ignore_unavailable=true");
    assertThat(query.request()).contains("\"0d5@7/REPLAY\"", "\"0d5@8/REPLAY\"", "\"size\":2");
  }

  @Test
  void listsIndices() {
    code = 200;
    body =
        "{\"cdc-events-2026.01.01\":{\"aliases\":{}},\"cdc-events-2026.01.02\":{\"aliases\":{}}}";

    assertThat(client().indices("cdc-events-*"))
        .containsExactly("cdc-events-2026.01.01", "cdc-events-2026.01.02");
  }

  @Test
  void eachRefusalHasItsOwnReason() {
    assertThat(refused(401, "{}")).isEqualTo(Reason.AuthenticationFailed);
    assertThat(refused(403, "{\"error\":{\"reason\":\"action is unauthorized\"}}"))
        .isEqualTo(Reason.AuthorizationFailed);
    assertThat(refused(503, "gateway")).isEqualTo(Reason.RemoteError);
    server.stop(0);
    assertThat(failure().reason()).isEqualTo(Reason.Unreachable);
  }

  @Test
  void aResponseThatIsNotElasticsearchIsAFailure() {
    assertThat(refused(200, "<html>please log in</html>")).isEqualTo(Reason.RemoteError);
  }

  /**
   * Another service that was named for Elasticsearch may hold what the pipeline's owner may not
   * read.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "token=s3cr3t-of-another",
        "{\"token\": \"s3cr3t-of-another\"}",
        "{\"error\": {\"token\": \"s3cr3t-of-another\"}}",
        "<html>s3cr3t-of-another</html>"
      })
  void nothingOfAnotherSystemsAnswerIsRepeated(String answer) {
    for (int status : new int[] {200, 403, 404, 500}) {
      code = status;
      body = answer;
      try {
        client().putTemplate("x", "{}");
      } catch (StageException e) {
        assertThat(e).hasMessageNotContaining("s3cr3t");
      }
    }
  }

  @Test
  void creatingAnExistingIndexSucceeds() {
    code = 400;
    body = "{\"error\":{\"type\":\"resource_already_exists_exception\"}}";
    client().createIndex("cdc-events-2026.01.01");

    assertThat(request).isEqualTo("PUT /cdc-events-2026.01.01");
  }

  @Test
  void deletingAnAbsentIndexSucceeds() {
    code = 404;
    client().deleteIndex("cdc-events-2026.01.01");

    assertThat(request).isEqualTo("DELETE /cdc-events-2026.01.01");
  }

  @Test
  void anInvalidCaCertificateIsReported() {
    var access = new ElasticsearchEndpoint("https://es", Optional.empty(), Optional.of("nonsense"));
    var failure =
        catchThrowableOfType(
            StageException.class, () -> new HttpElasticsearchClient(access, ConnectionGuard.OPEN));

    assertThat(failure.reason()).isEqualTo(Reason.CertificateNotTrusted);
  }

  private Reason refused(int status, String answer) {
    code = status;
    body = answer;
    return failure().reason();
  }

  private StageException failure() {
    var failure = catchThrowableOfType(StageException.class, () -> client().putTemplate("x", "{}"));
    assertThat(failure).hasMessageNotContaining(PASSWORD);
    return failure;
  }

  private HttpElasticsearchClient client() {
    var url = "http://127.0.0.1:" + server.getAddress().getPort();
    var user = new ElasticsearchEndpoint.User("cdc", PASSWORD);
    return new HttpElasticsearchClient(
        new ElasticsearchEndpoint(url, Optional.of(user), Optional.empty()), ConnectionGuard.OPEN);
  }
}
