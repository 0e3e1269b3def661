package io.cdcpipeline.operator.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.smoke.Panel.Target;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Where there is no Grafana: the same queries over the last hour to Prometheus and Elasticsearch.
 *
 * @param elasticsearch fails while the pipeline's Secrets are missing
 */
record DirectPanels(
    Optional<TextServer> prometheus, Optional<Supplier<TextServer>> elasticsearch, Clock clock)
    implements PanelSource {
  private static final int HOUR = 3600;
  private static final int STEP = 15;
  private static final int DOCUMENTS = 200;

  private static final Map<String, String> TIMES =
      Map.of(
          "__rate_interval", 4 * STEP + "s",
          "__rate_interval_ms", String.valueOf(4 * STEP * 1000),
          "__interval", STEP + "s",
          "__interval_ms", String.valueOf(STEP * 1000),
          "__range", "1h",
          "__range_s", String.valueOf(HOUR),
          "__range_ms", String.valueOf(HOUR * 1000));

  private static final Pattern TIME =
      Pattern.compile("\\$\\{?(" + String.join("|", TIMES.keySet()) + ")\\b\\}?");

  @Override
  public boolean asks(Target target) {
    return switch (target.source()) {
      case "prometheus" -> prometheus.isPresent();
      case "elasticsearch" -> elasticsearch.isPresent();
      default -> false;
    };
  }

  @Override
  public Answer ask(Target target) {
    return target.source().equals("prometheus")
        ? metrics(prometheus.orElseThrow(), target.query())
        : documents(elasticsearch.orElseThrow().get(), target.query());
  }

  private Answer metrics(TextServer server, JsonNode query) {
    var expression = "query=" + encoded(withTimes(query.path("expr").asText()));
    long now = clock.instant().getEpochSecond();
    var path =
        query.path("instant").asBoolean()
            ? "/api/v1/query?" + expression
            : "/api/v1/query_range?%s&start=%d&end=%d&step=%d"
                .formatted(expression, now - HOUR, now, STEP);
    var series = server.getJson(path).at("/data/result");
    return new Answer(series.size(), series);
  }

  /** What Grafana makes of its own variables for an hour of samples taken every 15 s. */
  static String withTimes(String expression) {
    return TIME.matcher(expression).replaceAll(use -> TIMES.get(use.group(1)));
  }

  private static Answer documents(TextServer server, JsonNode query) {
    var time = query.path("timeField").asText("@timestamp");
    var text = query.path("query").asText();
    var filter =
        List.of(
            Map.of("range", Map.of(time, Map.of("gte", "now-1h"))),
            Map.of("query_string", Map.of("query", text.isEmpty() ? "*" : text)));
    var search =
        Map.of(
            "size",
            DOCUMENTS,
            "_source",
            false,
            "sort",
            List.of(Map.of(time, "desc")),
            "query",
            Map.of("bool", Map.of("filter", filter)));
    var found =
        server
            .post("/cdc-events-*/_search?ignore_unavailable=true", Json.JSON.valueToTree(search))
            .at("/hits/hits");
    return new Answer(found.size(), found);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
