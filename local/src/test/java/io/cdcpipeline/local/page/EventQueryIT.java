package io.cdcpipeline.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.elasticsearch.Elasticsearch;
import io.cdcpipeline.local.process.TrustedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page's search in a real Elasticsearch, on documents of the operator's template. */
@ExtendWith(LocalServers.Shared.class)
class EventQueryIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INDEX = "/cdc-events-page";

  private static LocalServers running;

  @BeforeAll
  static void index(LocalServers servers) throws IOException, InterruptedException {
    running = servers;
    Path template =
        Path.of("../operator/src/main/resources/io/cdcpipeline/operator/search")
            .resolve("cdc-events-template.json");
    JsonNode properties = JSON.readTree(Files.readString(template)).path("template");
    call("DELETE", INDEX + "?ignore_unavailable=true", "");
    call(
        "PUT",
        INDEX,
        JSON.createObjectNode().set("mappings", properties.path("mappings")).toString());
    document(1, "INSERT", "customers", "\"data\":{\"id\":\"1\",\"name\":\"Eve\"}", "");
    document(
        2,
        "UPDATE",
        "customers",
        "\"data\":{\"id\":\"1\",\"name\":\"Ada\"}",
        "\"old\":{\"name\":\"Eve\"}");
    document(3, "DELETE", "orders", "\"data\":{\"id\":\"7\",\"note\":\"a*b\"}", "");
    document(4, "DDL", "orders", "\"sql\":\"CREATE TABLE `orders` (note TEXT)\"", "");
  }

  private static void document(int id, String op, String table, String first, String second)
      throws IOException, InterruptedException {
    List<String> fields = new ArrayList<>();
    fields.add(
        "\"@timestamp\":\"%s\"".formatted(Instant.now().minusSeconds(id == 1 ? 7200 : 10 - id)));
    fields.add("\"op\":\"%s\",\"database\":\"shop\",\"table\":\"%s\"".formatted(op, table));
    fields.add(first);
    if (!second.isEmpty()) {
      fields.add(second);
    }
    String path = INDEX + "/_create/" + id + "?refresh=true";
    assertThat(call("PUT", path, "{" + String.join(",", fields) + "}").has("error")).isFalse();
  }

  private static JsonNode call(String method, String path, String body)
      throws IOException, InterruptedException {
    var node = running.elasticsearch();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + node.endpoint().port() + path))
            .header("Authorization", TrustedHttp.basic(Elasticsearch.ADMIN, node.adminPassword()))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(
        TrustedHttp.client(node.authority())
            .send(request, HttpResponse.BodyHandlers.ofString())
            .body());
  }

  private static JsonNode search(String text, String table, String op)
      throws IOException, InterruptedException {
    String body = EventQuery.body(new EventFilter(text, table, op));
    return call("POST", INDEX + "/_search", body);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "'', '', '', 4 3 2 1",
        "Ev, '', '', 2 1",
        "Ada, '', '', 2",
        "da, '', '', ''",
        "a*, '', '', 3",
        "create table, '', '', 4",
        "'', shop.orders, '', 4 3",
        "'', shop.order, '', ''",
        "'', '', insert, 1",
        "'', '', ddl, 4",
        "Ev, shop.customers, update, 2",
      })
  void selects(String text, String table, String op, String ids) throws Exception {
    JsonNode answer = search(text, table, op);
    List<String> found = new ArrayList<>();
    answer.at("/hits/hits").forEach(hit -> found.add(hit.path("_id").asText()));
    assertThat(String.join(" ", found)).as(answer.toString()).isEqualTo(ids);
    assertThat(answer.at("/hits/total/value").asInt()).isEqualTo(found.size());
  }

  /** Of all documents, whatever the filter; those of the last hour apart. */
  @Test
  void countsAreExact() throws Exception {
    JsonNode answer = search("Ada", "shop.customers", "update");
    assertThat(answer.at("/aggregations/operations/buckets")).hasSize(4);
    assertThat(answer.at("/aggregations/hour/doc_count").asInt()).isEqualTo(3);
    assertThat(answer.at("/aggregations/minute/doc_count").asInt()).isEqualTo(3);
    assertThat(answer.at("/aggregations/databases/buckets/0/tables/buckets")).hasSize(2);
  }
}
