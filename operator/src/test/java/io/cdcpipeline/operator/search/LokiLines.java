package io.cdcpipeline.operator.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.remote.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Lines with their times, and what LogQL finds among them: of that, what this operator writes. */
final class LokiLines {
  private static final Pattern EQUALS = Pattern.compile("\\| (\\w+)=`([^`]*)`");
  private static final Pattern MATCHES = Pattern.compile("\\| (\\w+)=~`([^`]*)`");
  private static final Pattern ABOVE = Pattern.compile("\\| (\\w+) > (\\d+)");
  private static final Pattern UP_TO = Pattern.compile("\\| (\\w+) <= (\\d+)");
  private static final Pattern CONTAINS = Pattern.compile("([|!])= `([^`]*)`");
  private static final Pattern NAMED = Pattern.compile("(\\w+)=\"(\\w+)\"");
  private static final Pattern RANGE = Pattern.compile("\\[(\\d+)([smh])]");

  private final List<Line> lines = new CopyOnWriteArrayList<>();

  /** A line, with the time at which it was written. */
  record Line(Instant at, JsonNode json) {}

  void add(Instant at, JsonNode json) {
    lines.add(new Line(at, json));
  }

  int size() {
    return lines.size();
  }

  /** Takes away that many of the row changes of a partition. */
  void lose(int partition, int number) {
    var lost =
        lines.stream()
            .filter(line -> line.json().has("op"))
            .filter(line -> line.json().path("partition").asInt() == partition)
            .limit(number)
            .toList();
    lines.removeAll(lost);
  }

  /** The oldest lines from a time on, before another. */
  List<Line> between(String query, Instant from, Instant to, int limit) {
    return matching(query)
        .filter(line -> !line.at().isBefore(from) && line.at().isBefore(to))
        .sorted(Comparator.comparing(Line::at))
        .limit(limit)
        .toList();
  }

  /** The value of each partition, or of all as partition "". */
  Map<String, Double> values(String query, Instant at) {
    var from = at.minus(range(query));
    var found =
        matching(query).filter(line -> line.at().isAfter(from) && !line.at().isAfter(at)).toList();
    var values = new TreeMap<String, Double>();
    boolean newest = query.startsWith("max_over_time(");
    for (var line : found) {
      var partition =
          query.contains("by (partition)") ? line.json().path("partition").asText() : "";
      if (newest) {
        values.merge(partition, line.json().path("watermark").asDouble(), Double::max);
      } else {
        values.merge(partition, 1.0, Double::sum);
      }
    }
    return values;
  }

  /** How far back a metric query looks. */
  static Duration range(String query) {
    var range = RANGE.matcher(query);
    if (!range.find()) {
      throw new IllegalArgumentException("no range: " + query);
    }
    long number = Long.parseLong(range.group(1));
    return switch (range.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private Stream<Line> matching(String query) {
    return lines.stream().filter(line -> matches(line.json(), query));
  }

  private static boolean matches(JsonNode written, String query) {
    ObjectNode line = written.deepCopy();
    NAMED.matcher(query).results().forEach(n -> line.set(n.group(1), written.get(n.group(2))));
    return CONTAINS
            .matcher(query)
            .results()
            .allMatch(f -> written.toString().contains(f.group(2)) == f.group(1).equals("|"))
        && EQUALS
            .matcher(query)
            .results()
            .filter(f -> !f.group(1).startsWith("__"))
            .allMatch(f -> line.path(f.group(1)).asText().equals(f.group(2)))
        && MATCHES
            .matcher(query)
            .results()
            .allMatch(f -> line.path(f.group(1)).asText().matches(f.group(2)))
        && ABOVE
            .matcher(query)
            .results()
            .allMatch(f -> line.path(f.group(1)).asDouble() > Double.parseDouble(f.group(2)))
        && UP_TO
            .matcher(query)
            .results()
            .allMatch(f -> line.path(f.group(1)).asDouble() <= Double.parseDouble(f.group(2)));
  }

  /** As a consumer of the pipeline shop writes it. */
  static ObjectNode line(String type, int partition) {
    return Json.JSON
        .createObjectNode()
        .put("log_type", type)
        .put("namespace", "shop")
        .put("pipeline", "shop")
        .put("topic", "cdc-shop-shop")
        .put("partition", partition);
  }
}
