package io.cdcpipeline.local.existing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.elasticsearch.Elasticsearch;
import io.cdcpipeline.local.elasticsearch.FileRealm;
import io.cdcpipeline.local.process.Certificates;
import io.cdcpipeline.local.process.PrivateFile;
import io.cdcpipeline.local.process.TrustedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** spec.search.existing on a real node: template and retention, and the conditions on failure. */
@ExtendWith({LocalServers.Shared.class, OperatorOnExisting.Shared.class})
class ExistingSearchIT {
  private static final String ROLES =
      """
      docs_says:
        cluster: [manage_index_templates]
        indices:
        - names: ["cdc-events-*"]
          privileges: [create_doc, auto_configure, view_index_metadata, delete_index, read]
        - names: ["cdc-heartbeats-*"]
          privileges: [create_doc, auto_configure, view_index_metadata, delete_index, read]
      only_writes:
        indices: [{names: ["cdc-events-*"], privileges: [create_doc, auto_configure]}]
      """;

  @TestFactory
  Stream<DynamicTest> refusals(LocalServers servers, OperatorOnExisting operator)
      throws IOException, InterruptedException {
    Elasticsearch node = node(servers);
    String url = "https://localhost:" + node.endpoint().port();
    String mistaken = url.replace("localhost", OperatorOnExisting.WRONG_HOST);
    Path right = node.authority();
    Path wrong =
        Certificates.in(
                servers.directory().resolve("search-strangers"), Map.of("any", List.of("stranger")))
            .authority();
    int closed = 1;
    int silent = operator.silentPort();
    String untrusted =
        "the certificate of %s is not signed by the CA in ca.crt, or is for another host: .*";
    return Stream.of(
        refused(
            "a wrong password",
            on(operator, url, "keeper", "wrong", right),
            "AuthenticationFailed",
            url + " rejects user keeper with its password"),
        refused(
            "missing rights",
            on(operator, url, "writer", "right", right),
            "AuthorizationFailed",
            "the user of spec.search.existing.credentialsSecret lacks manage_index_templates,"
                + " (view_index_metadata on cdc-events-\\*, delete_index|delete_index on"
                + " cdc-events-\\*, view_index_metadata) on cdc-events-\\*: grant it, else events"
                + " would be lost"),
        refused(
            "a certificate of another authority",
            on(operator, url, "keeper", "right", wrong),
            "CertificateNotTrusted",
            untrusted.formatted(url)),
        refused(
            "a host name that is not in the certificate",
            on(operator, mistaken, "keeper", "right", right),
            "CertificateNotTrusted",
            untrusted.formatted(mistaken)),
        refused(
            "no authority named, and none of the system's",
            operator
                .pipeline()
                .secret("es", Map.of("username", "keeper", "password", "right"))
                .stage("search", "{existing: {url: \"%s\", credentialsSecret: es}}", url),
            "CertificateNotTrusted",
            "the certificate of %s is not signed by a CA of the system: name a Secret with its ca.crt in"
                    .formatted(url)
                + " spec.search.existing.caSecret: .*"),
        refused(
            "http where the node speaks https",
            operator
                .pipeline()
                .secret("es", Map.of("username", "keeper", "password", "right"))
                .stage(
                    "search",
                    "{existing: {url: \"%s\", credentialsSecret: es}}",
                    url.replace("https", "http")),
            "Unreachable",
            url.replace("https", "http") + " does not answer: .*"),
        refused(
            "nobody listens",
            on(operator, "https://localhost:" + closed, "keeper", "right", right),
            "Unreachable",
            "https://localhost:1 does not answer: connection refused"),
        refused(
            "somebody else listens",
            on(operator, "https://localhost:" + silent, "keeper", "right", right),
            "Unreachable",
            "https://localhost:%d does not answer: .*timed out".formatted(silent)),
        refused(
            "an unknown name",
            on(operator, "https://es.nowhere:9200", "keeper", "right", right),
            "Unreachable",
            "https://es.nowhere:9200 does not answer: unknown host"));
  }

  private static DynamicTest refused(
      String name, PipelineOnExisting pipeline, String reason, String message) {
    pipeline.apply();
    return dynamicTest(
        name,
        () -> {
          pipeline.expect("SearchReady", reason, message);
          assertThat(pipeline.beats()).as("Filebeat before the template").isEmpty();
          pipeline.delete();
        });
  }

  @Test
  void installsTheTemplateAndDeletesExpiredDays(LocalServers servers, OperatorOnExisting operator)
      throws Exception {
    Elasticsearch node = node(servers);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    for (int age : List.of(0, 2, 3, 4, 30)) {
      call(node, "PUT", "/" + day(today.minusDays(age)) + "/_create/a", "{\"x\":1}");
    }
    call(node, "PUT", "/cdc-events-notes/_create/a", "{\"x\":1}");
    PipelineOnExisting pipeline =
        on(
                operator,
                "https://localhost:" + node.endpoint().port(),
                "keeper",
                "right",
                node.authority())
            .more("search", "retentionDays: 3")
            .apply();

    pipeline.expect("SearchReady", "Progressing", "waiting for ECK to start Filebeat shop");

    assertThat(pipeline.beats()).containsExactly("shop");
    for (String name : List.of("cdc-events", "cdc-heartbeats")) {
      JsonNode template = call(node, "GET", "/_index_template/" + name, "");
      assertThat(template.at("/index_templates/0/index_template/index_patterns/0").asText())
          .isEqualTo(name + "-*");
    }
    var indices = new TreeSet<String>();
    call(node, "GET", "/cdc-events-*/_alias", "").fieldNames().forEachRemaining(indices::add);
    assertThat(indices)
        .containsExactlyInAnyOrder(
            day(today), day(today.minusDays(2)), day(today.minusDays(3)), "cdc-events-notes");
    assertThat(pipeline.events())
        .contains(
            "IndicesExpired: deleted %s, %s"
                .formatted(day(today.minusDays(30)), day(today.minusDays(4))));
    pipeline.delete();
    call(
        node,
        "DELETE",
        "/_index_template/cdc-events,cdc-heartbeats",
        ""); // other tests use this node too
  }

  private static String day(LocalDate date) {
    return "cdc-events-" + DateTimeFormatter.ofPattern("uuuu.MM.dd").format(date);
  }

  private static PipelineOnExisting on(
      OperatorOnExisting operator, String url, String user, String password, Path authority) {
    return operator
        .pipeline()
        .secret("es", Map.of("username", user, "password", password))
        .secret("es-ca", Map.of("ca.crt", PrivateFile.read(authority)))
        .stage("search", "{existing: {url: \"%s\", credentialsSecret: es, caSecret: es-ca}}", url);
  }

  /** The node, once it has a user with the documented privileges, and one without. */
  private static Elasticsearch node(LocalServers servers) throws IOException, InterruptedException {
    Elasticsearch node = servers.elasticsearch();
    node.users(
        List.of(
            new FileRealm.User("keeper", "right", List.of("docs_says")),
            new FileRealm.User("writer", "right", List.of("only_writes"))),
        ROLES);
    for (String user : List.of("keeper", "writer")) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  send(node, user, "right", "GET", "/_security/_authenticate", "").statusCode()
                      == 200);
    }
    return node;
  }

  private static JsonNode call(Elasticsearch node, String method, String path, String body)
      throws IOException, InterruptedException {
    var answer = send(node, Elasticsearch.ADMIN, node.adminPassword(), method, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return new ObjectMapper().readTree(answer.body());
  }

  private static HttpResponse<String> send(
      Elasticsearch node, String user, String password, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + node.endpoint().port() + path))
            .header("Authorization", TrustedHttp.basic(user, password))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return TrustedHttp.client(node.authority()).send(request, HttpResponse.BodyHandlers.ofString());
  }
}
