package io.cdcpipeline.cli.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.connect.Address;
import io.cdcpipeline.cli.connect.Login;
import io.cdcpipeline.cli.connect.Tunnel;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.cli.tail.ChangeFilter;
import io.cdcpipeline.cli.tail.ChangeLine;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.LokiSearch;
import io.cdcpipeline.operator.remote.BasicAuthorization;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.status.StageException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The lines of a row in Loki, through its query API (grafana.com/docs/loki, HTTP API). */
record LokiHop(Cluster cluster, CdcPipeline pipeline, Instant now) {
  /** As far back as Loki lets one query go unless it is configured otherwise (30d1h). */
  private static final Duration RANGE = Duration.ofDays(30);

  private static final int MOST = 1000;

  /** Never fails: the other hops are worth something without it. */
  SearchHop read(RowKey row) throws InterruptedException {
    var loki = pipeline.getSpec().search().loki();
    try {
      var address = Address.parse(loki.url(), loki.url().startsWith("https:") ? 443 : 80);
      try (var tunnel = Tunnel.open(cluster, address, 0)) {
        var ids = ids(ask(loki, address, tunnel, query(row)), row);
        var found = ids.size() + (ids.size() == 1 ? " line" : " lines") + " in Loki";
        return new SearchHop(ids, found);
      }
    } catch (CliException | StageException | IOException e) {
      return new SearchHop(null, "not read: " + e.getMessage());
    }
  }

  /** Of all the consumers' lines those that name the row; a collector labels them so by default. */
  private String query(RowKey row) {
    return "{namespace=%s, container=\"consumer\"} |= \"cdc_event\" |= %s"
        .formatted(text(pipeline.getMetadata().getNamespace()), text(json("/" + row.key() + "@")));
  }

  /** As a line has it. */
  private static String json(String value) {
    var quoted = text(value);
    return quoted.substring(1, quoted.length() - 1);
  }

  /** LogQL's strings are Go's, of which JSON's are a part. */
  private static String text(String value) {
    try {
      return Json.JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private JsonNode ask(LokiSearch loki, Address address, Tunnel tunnel, String query)
      throws IOException, InterruptedException {
    var uri =
        "%s/loki/api/v1/query_range?direction=backward&limit=%d&start=%d&end=%d&query=%s"
            .formatted(
                tunnel.to(address),
                MOST,
                now.minus(RANGE).getEpochSecond(),
                now.getEpochSecond(),
                URLEncoder.encode(query, StandardCharsets.UTF_8));
    var namespace = pipeline.getMetadata().getNamespace();
    var request = HttpRequest.newBuilder(URI.create(uri)).timeout(SearchHttp.TIMEOUT);
    if (loki.tenant() != null) {
      request.header("X-Scope-OrgID", loki.tenant());
    }
    if (loki.credentialsSecret() != null) {
      var login = Login.of(cluster, namespace, loki.credentialsSecret(), "password");
      request.header("Authorization", BasicAuthorization.of(login.user(), login.password()));
    }
    var client =
        new SearchHttp(cluster, namespace)
            .client(loki.caSecret() == null ? "" : loki.caSecret(), address.host());
    var answer = client.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(
          "Loki answers %d: %s"
              .formatted(answer.statusCode(), PlainText.shortened(answer.body().strip(), 200)));
    }
    return Json.JSON.readTree(answer.body());
  }

  private Set<String> ids(JsonNode answer, RowKey row) {
    var wanted = new ChangeFilter(List.of(row.table()), List.of(), row.key());
    var lines = new ArrayList<String>();
    answer
        .at("/data/result")
        .forEach(stream -> stream.path("values").forEach(v -> lines.add(v.path(1).asText())));
    var ids = new TreeSet<String>();
    lines.stream()
        .flatMap(line -> ChangeLine.parse(line).stream())
        .filter(wanted)
        .filter(line -> line.isOf(pipeline.getMetadata().getName()))
        .forEach(line -> ids.add(line.id()));
    return ids;
  }
}
