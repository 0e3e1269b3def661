package io.cdcpipeline.cli.trace;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.connect.Target;
import io.cdcpipeline.cli.connect.Tunnel;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.remote.BasicAuthorization;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.status.StageException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The documents of a row in Elasticsearch.
 *
 * @param ids of the documents; null if they were not read
 * @param text how many there are, or why they were not read
 */
record SearchHop(Set<String> ids, String text) {
  private static final int MOST = 1000;

  /** Never fails: the other hops are worth something without it. */
  static SearchHop read(
      Cluster cluster,
      CdcPipeline pipeline,
      RowKey row,
      List<String> keyColumns,
      Set<String> lines,
      Instant now)
      throws InterruptedException {
    if (Boolean.FALSE.equals(pipeline.getSpec().search().enabled())) {
      return new SearchHop(null, "off (spec.search.enabled: false)");
    }
    if (pipeline.getSpec().search().loki() != null) {
      return new LokiHop(cluster, pipeline, now).read(row);
    }
    try {
      var target = Target.search(cluster, pipeline);
      try (var tunnel = Tunnel.open(cluster, target.address(), 0)) {
        var answer = ask(cluster, pipeline, target, tunnel, query(row, keyColumns, lines));
        var ids = new TreeSet<String>();
        answer.at("/hits/hits").forEach(hit -> ids.add(hit.path("_id").asText()));
        return new SearchHop(ids, ids.size() + (ids.size() == 1 ? " document" : " documents"));
      }
    } catch (CliException | StageException | IOException e) {
      return new SearchHop(null, "not read: " + e.getMessage());
    }
  }

  /** By the lines' ids, and by the key, because old lines may be gone. */
  private static String query(RowKey row, List<String> keyColumns, Set<String> lines) {
    var should = new ArrayList<Object>();
    should.add(Map.of("ids", Map.of("values", lines)));
    if (keyColumns.size() == row.values().size()) {
      var filter = new ArrayList<Object>();
      filter.add(Map.of("term", Map.of("database", row.database())));
      filter.add(Map.of("term", Map.of("table", row.name())));
      for (int i = 0; i < keyColumns.size(); i++) {
        filter.add(Map.of("term", Map.of("data." + keyColumns.get(i), row.values().get(i))));
      }
      should.add(Map.of("bool", Map.of("filter", filter)));
    }
    var query = Map.of("bool", Map.of("should", should));
    return Json.JSON
        .<JsonNode>valueToTree(Map.of("size", MOST, "_source", false, "query", query))
        .toString();
  }

  private static JsonNode ask(
      Cluster cluster, CdcPipeline pipeline, Target target, Tunnel tunnel, String query)
      throws IOException, InterruptedException {
    var client =
        new SearchHttp(cluster, pipeline.getMetadata().getNamespace())
            .client(target.caSecret(), target.address().host());
    var login = target.login();
    var uri = tunnel.to(target.address()) + "/cdc-events-*/_search?ignore_unavailable=true";
    var request =
        HttpRequest.newBuilder(URI.create(uri.replace("*", "%2A")))
            .timeout(SearchHttp.TIMEOUT)
            .header("Content-Type", "application/json")
            .header("Authorization", BasicAuthorization.of(login.user(), login.password()))
            .POST(HttpRequest.BodyPublishers.ofString(query))
            .build();
    var answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("Elasticsearch answers " + answer.statusCode());
    }
    return Json.JSON.readTree(answer.body());
  }
}
