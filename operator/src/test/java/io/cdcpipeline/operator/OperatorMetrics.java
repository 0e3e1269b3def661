package io.cdcpipeline.operator;

import io.cdcpipeline.operator.api.AuditStatus;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.ChangefeedStatus;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.api.HopStatus;
import io.cdcpipeline.operator.api.Phase;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.status.PipelineMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The operator's metrics of a pipeline, as a table for docs/reference.md. */
public final class OperatorMetrics {
  private OperatorMetrics() {}

  public static String table() {
    var scraped = scrape();
    var help = find(scraped, "# HELP (\\S+) (.*)");
    var labels = find(scraped, "(cdc_\\w+)\\{(.*)\\} .*");
    return "| Metric | Type | Labels | Meaning |\n|---|---|---|---|\n"
        + find(scraped, "# TYPE (\\S+) (.*)").entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(
                m ->
                    "| `%s` | %s | %s | %s. |\n"
                        .formatted(
                            m.getKey(),
                            m.getValue(),
                            labels.get(m.getKey()).replaceAll("=\"[^\"]*\"", "").replace(",", ", "),
                            help.get(m.getKey())))
            .collect(Collectors.joining());
  }

  private static String scrape() {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var changefeed = new ChangefeedStatus("id", "normal", null, 1L, "2026-01-01T00:00:00Z", null);
    var hops = List.of(new HopStatus("search", 1L, null));
    var audit = new AuditStatus("2026-01-01T00:00:00Z", 0L, 0L, 0L);
    var ready = new Condition("Ready", "True", "Ready", "", "2026-01-01T00:00:00Z", 1L);
    new PipelineMetrics(registry)
        .update(
            new ResourceNames("shop", "shop"),
            new CdcPipelineStatus(
                1L,
                Phase.RUNNING,
                List.of(ready),
                1L,
                hops,
                audit,
                changefeed,
                null,
                null,
                null,
                null));
    return registry.scrape();
  }

  private static Map<String, String> find(String text, String line) {
    Function<MatchResult, String> name = m -> m.group(1);
    return Pattern.compile("(?m)^" + line + "$")
        .matcher(text)
        .results()
        .collect(Collectors.toMap(name, m -> m.group(2), (a, b) -> a));
  }
}
