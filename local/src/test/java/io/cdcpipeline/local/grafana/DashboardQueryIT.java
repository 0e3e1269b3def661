package io.cdcpipeline.local.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.local.LocalServers;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reader chooses at the top of the dashboard, in a real Elasticsearch. */
@ExtendWith(LocalServers.Shared.class)
class DashboardQueryIT {
  private static long now;
  private static EventIndex index;

  @BeforeAll
  static void fill(LocalServers servers) throws IOException, InterruptedException {
    now = Instant.now().getEpochSecond();
    index = new EventIndex(servers);
    index.add(
        List.of(
            event(1, "customers", "INSERT", Map.of("name", "Eve", "city", "New York"), Map.of()),
            event(2, "customers", "UPDATE", Map.of("name", "Ada"), Map.of("name", "Eve")),
            event(3, "orders", "DELETE", Map.of("status", "paid"), Map.of()),
            event(4, "orders", "DDL", Map.of(), Map.of()).put("sql", "ALTER TABLE orders"),
            event(5, "", "DDL", Map.of(), Map.of()).put("sql", "CREATE DATABASE shop")));
    var many = new ArrayList<ObjectNode>();
    for (int i = 0; i < 300; i++) {
      many.add(event(0, "orders", "INSERT", Map.of("status", "open"), Map.of()));
    }
    index.add(many);
  }

  /** The newer the higher its number is, but for the many, which hide all others. */
  private static ObjectNode event(
      int number, String table, String op, Map<String, String> data, Map<String, String> old) {
    var committed = Instant.ofEpochSecond(now - (number == 0 ? 1 : 100 - number));
    var event = EventIndex.event(committed, table, op).put("offset", number);
    data.forEach((column, value) -> event.withObject("/data").put(column, value));
    old.forEach((column, value) -> event.withObject("/old").put(column, value));
    return event;
  }

  @ParameterizedTest
  @CsvSource({
    "*, *, Eve, 1 2",
    "*, *, data.name:Eve, 1",
    "*, *, old.name:Eve, 2",
    "*, *, Ev*, 1 2",
    "*, *, '\"New York\"', 1",
    "*, *, Eve AND Ada, 2",
    "*, *, (Ada OR paid), 2 3",
    "*, *, nobody, ''",
    "'(\"customers\")', *, '', 1 2",
    "'(\"customers\" OR \"orders\")', '(\"DELETE\" OR \"DDL\")', '', 3 4",
    "*, '(\"DDL\")', '', 4 5",
    "*, '(\"UPDATE\" OR \"DELETE\")', *, 2 3",
    "'(\"orders\")', *, paid, 3",
  })
  void searchesAllEventsAndNotOnlyTheNewest(String table, String op, String text, String found)
      throws IOException, InterruptedException {
    var choices = Map.of("${table}", table, "${op}", op, "${text:raw}", text);

    assertThat(String.join(" ", numbers(index.hits(target("Raw change events A"), now, choices))))
        .isEqualTo(found);
    assertThat(index.hits(target("Events as documents A"), now, choices))
        .hasSize(found.isEmpty() ? 0 : found.split(" ").length);
  }

  /** No choice at all shows what is newest. */
  @Test
  void opensWithAllEvents() throws IOException, InterruptedException {
    assertThat(index.hits(target("Raw change events A"), now, EventIndex.ALL)).hasSize(200);
  }

  @Test
  void tablesToChooseFromAreThoseOfThePipeline() throws IOException, InterruptedException {
    var page = Target.JSON.readTree(Files.readString(Target.PIPELINE));
    JsonNode variable = null;
    for (var one : page.at("/templating/list")) {
      variable = one.get("name").asText().equals("table") ? one : variable;
    }
    var query = Target.JSON.readTree(variable.get("query").asText());
    var body = Target.JSON.createObjectNode().put("size", 0);
    body.withObject("/query/query_string").put("query", query.get("query").asText());
    var terms = body.withObject("/aggs/values/terms").put("field", query.get("field").asText());
    terms.put("size", query.get("size").asInt());
    var tables = new TreeSet<String>();
    index
        .call("POST", "/cdc-events-grafana/_search", body.toString())
        .at("/aggregations/values/buckets")
        .forEach(bucket -> tables.add(bucket.get("key").asText()));

    assertThat(tables).containsExactly("", "customers", "orders");
  }

  private static Target target(String name) {
    return Target.of(Target.PIPELINE).stream()
        .filter(target -> target.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Set<String> numbers(List<JsonNode> hits) {
    var numbers = new TreeSet<String>();
    hits.forEach(hit -> numbers.add(hit.get("offset").asText()));
    return numbers;
  }
}
