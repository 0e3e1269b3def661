package io.cdcpipeline.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What would make a dashboard empty or ambiguous in Grafana, which does not run here. */
class DashboardTest {
  private static final String OPERATORS = "helm/cdc-pipeline-operator/dashboards/cdc-operator.json";

  /** A dashboard and the data sources that it may use. */
  record Case(String name, JsonNode page, Set<String> sources) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> dashboards() throws IOException {
    var cases = new ArrayList<Case>();
    for (var golden : GoldenCase.values()) {
      var page = Json.JSON.readTree(PipelineDashboard.text(golden.pipeline()));
      cases.add(new Case(golden.name(), page, Set.of("prometheus", "es-shop-" + HASH)));
    }
    var operators = Json.JSON.readTree(OperatorDashboard.text());
    cases.add(new Case("operator", operators, Set.of("prometheus")));
    return cases;
  }

  private static final String HASH = "0b6553f4";

  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void thePipelinesDashboardIsTheGoldenFile(GoldenCase golden) {
    var folder = "golden/" + golden.name().toLowerCase(Locale.ROOT);
    Golden.assertSame(
        Golden.resource(folder + "/dashboard.json"),
        PipelineDashboard.text(golden.pipeline()),
        "make golden");
  }

  @Test
  void theChartHasTheOperatorsDashboard() {
    Golden.assertSame(Golden.root().resolve(OPERATORS), OperatorDashboard.text(), "make golden");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void hasNoPlaceholdersOfAnExport(Case dashboard) {
    assertThat(dashboard.page().toString()).doesNotContain("__inputs", "${DS_", "%{");
    assertThat(dashboard.page().get("uid").asText()).matches("[a-zA-Z0-9-]{1,40}");
    assertThat(dashboard.page().get("schemaVersion").isInt()).isTrue();
    assertThat(dashboard.page().get("editable").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelAndTargetNamesAKnownDataSource(Case dashboard) {
    assertThat(panels(dashboard.page()))
        .allSatisfy(
            panel -> {
              assertThat(panel.at("/datasource/uid").asText()).isIn(dashboard.sources());
              assertThat(panel.get("targets"))
                  .allSatisfy(
                      target ->
                          assertThat(target.get("datasource")).isEqualTo(panel.get("datasource")));
              assertThat(panel.get("title").asText()).isNotBlank();
              assertThat(panel.get("description").asText()).endsWith(".");
            });
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsAreDistinctAndDoNotOverlap(Case dashboard) {
    var ids = new HashSet<Integer>();
    var taken = new HashSet<List<Integer>>();
    for (var panel : dashboard.page().get("panels")) {
      assertThat(ids.add(panel.get("id").asInt())).isTrue();
      var at = panel.get("gridPos");
      assertThat(at.get("x").asInt() + at.get("w").asInt()).isLessThanOrEqualTo(24);
      for (int x = 0; x < at.get("w").asInt(); x++) {
        for (int y = 0; y < at.get("h").asInt(); y++) {
          var cell = List.of(at.get("x").asInt() + x, at.get("y").asInt() + y);
          assertThat(taken.add(cell)).as("%s at %s", panel.get("title"), cell).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void metricsAreThoseOfOnePipeline(Case dashboard) {
    assertThat(expressions(dashboard.page()))
        .allSatisfy(
            expression ->
                assertThat(expression.replaceAll("\\{[^}]*(pipeline|changefeed|topic)[^}]*}", ""))
                    .as(expression)
                    .satisfies(
                        bare -> {
                          if (!dashboard.name().equals("operator")) {
                            assertThat(bare).doesNotContain("{");
                          }
                        }));
  }

  @Test
  void thePieChartIsExactOnAYoungCluster() throws IOException {
    var page = Json.JSON.readTree(PipelineDashboard.text(GoldenCase.MINIMAL.pipeline()));
    var pie = panels(page).stream().filter(p -> type(p).equals("piechart")).findFirst().get();
    var series = "cdc_events_total{namespace=\"shop\",pipeline=\"shop\"}";

    assertThat(pie.at("/targets/0/expr").asText())
        .isEqualTo(
            "round(sum by (op) ((last_over_time(%1$s[1h]) unless %1$s offset 1h) or increase(%1$s[1h])))"
                .formatted(series));
    assertThat(pie.at("/targets/0/instant").asBoolean()).isTrue();
    assertThat(pie.at("/targets/0/format").asText()).isEqualTo("time_series");
    assertThat(pie.at("/options/reduceOptions/values").asBoolean()).isFalse();
  }

  @Test
  void theEventTableQueriesThisPipelinesEvents() throws IOException {
    var page = Json.JSON.readTree(PipelineDashboard.text(GoldenCase.FULL.pipeline()));
    var table = panels(page).stream().filter(p -> type(p).equals("table")).findFirst().get();
    var metric = table.at("/targets/0/metrics/0");

    assertThat(metric.get("type").asText()).isEqualTo("raw_data");
    assertThat(metric.at("/settings/size").isTextual()).isTrue();
    assertThat(table.at("/targets/0/bucketAggs")).isEmpty();
    assertThat(table.at("/targets/0/query").asText())
        .isEqualTo("log_type:cdc_event AND topic:\"shop-changes\"");
  }

  @Test
  void theConfigMapIsLoadedByTheSidecar() {
    var child = DashboardManifest.desired(GoldenCase.MINIMAL.pipeline());

    assertThat(child.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    assertThat(child.getMetadata().getAnnotations()).containsEntry("grafana_folder", "CDC");
    var data = child.<Map<String, String>>get("data");
    assertThat(data).containsOnlyKeys("cdc.shop.shop.json");
    assertThat(data.get("cdc.shop.shop.json").getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(1 << 20);
  }

  static List<JsonNode> panels(JsonNode page) {
    var panels = new ArrayList<JsonNode>();
    page.get("panels").forEach(panels::add);
    panels.removeIf(panel -> type(panel).equals("row"));
    return panels;
  }

  static List<String> expressions(JsonNode page) {
    var all = new ArrayList<String>();
    for (var panel : panels(page)) {
      for (var target : panel.get("targets")) {
        if (target.has("expr")) {
          all.add(target.get("expr").asText());
        }
      }
    }
    return all;
  }

  private static String type(JsonNode panel) {
    return ((ObjectNode) panel).get("type").asText();
  }
}
