package io.cdcpipeline.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.api.CdcPipeline;
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
    boolean isOfOnePipeline() {
      return !name.equals("operator");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> dashboards() throws IOException {
    var cases = new ArrayList<Case>();
    for (var golden : GoldenCase.values()) {
      var page = Json.JSON.readTree(PipelineDashboard.text(golden.pipeline()));
      cases.add(new Case(golden.name(), page, Set.of(PROMETHEUS, ELASTICSEARCH)));
    }
    var page = Json.JSON.readTree(PipelineDashboard.text(withoutSearch()));
    cases.add(new Case("without search", page, Set.of(PROMETHEUS)));
    var operators = Json.JSON.readTree(OperatorDashboard.text());
    cases.add(new Case("operator", operators, Set.of(PROMETHEUS)));
    return cases;
  }

  static CdcPipeline withoutSearch() {
    return GoldenCase.MINIMAL.pipelineWith("search: {enabled: false}");
  }

  private static final String PROMETHEUS = "${prometheus_datasource}";
  private static final String ELASTICSEARCH = "${elasticsearch_datasource}";

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

  /** Grafana would write the text into every empty cell of a table. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelWithoutANumberSaysWhy(Case dashboard) {
    assertThat(panels(dashboard.page()))
        .allSatisfy(
            panel ->
                assertThat(panel.at("/fieldConfig/defaults").has("noValue"))
                    .as(panel.get("title").asText())
                    .isNotEqualTo(type(panel).equals("table")));
  }

  /** 1,025 is not 1 K, and a gap is not a line. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void countsAreWrittenInFullAndGapsAreGaps(Case dashboard) {
    var text = dashboard.page().toString();
    assertThat(text).doesNotContain("\"unit\":\"short\"", "\"spanNulls\":true");
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
                          if (dashboard.isOfOnePipeline()) {
                            assertThat(bare).doesNotContain("{");
                          }
                        }));
  }

  /** Two pipelines may share an Elasticsearch, and a topic's name. */
  @Test
  void everySearchIsForThisPipelinesEvents() throws IOException {
    var page = Json.JSON.readTree(PipelineDashboard.text(GoldenCase.FULL.pipeline()));
    var searches = new ArrayList<String>();
    for (var panel : panels(page)) {
      panel.get("targets").findValuesAsText("query").forEach(searches::add);
    }
    for (var variable : page.at("/templating/list")) {
      if (variable.at("/query").asText().contains("terms")) {
        searches.add(Json.JSON.readTree(variable.get("query").asText()).get("query").asText());
      }
    }

    assertThat(searches)
        .hasSize(8)
        .allMatch(
            search ->
                search.startsWith(
                    "log_type:cdc_event AND namespace:\"shop\" AND pipeline:\"shop\""));
  }

  /** The plugin ignores numbers, and answers nothing when there is neither bucket nor raw data. */
  @Test
  void searchesAreInTheFormThatThePluginReads() throws IOException {
    var page = Json.JSON.readTree(PipelineDashboard.text(GoldenCase.FULL.pipeline()));
    for (var panel : panels(page)) {
      for (var target : panel.get("targets")) {
        if (target.has("metrics")) {
          assertThat(target.at("/metrics/0/type").asText().startsWith("raw_"))
              .isEqualTo(target.get("bucketAggs").isEmpty());
          assertThat(target.findValues("size")).allMatch(JsonNode::isTextual);
        }
      }
    }
  }

  @Test
  void pipelinesAndOperatorLinkToEachOther() throws IOException {
    var pipelines = Json.JSON.readTree(PipelineDashboard.text(GoldenCase.MINIMAL.pipeline()));
    var operators = Json.JSON.readTree(OperatorDashboard.text());

    assertThat(pipelines.get("links").findValuesAsText("url"))
        .contains("/dashboards?query=TiCDC", "/dashboards?query=Strimzi");
    assertThat(pipelines.at("/links/0/tags/0")).isIn(operators.get("tags"));
    assertThat(pipelines.at("/links/1/tags/0")).isIn(pipelines.get("tags"));
    assertThat(operators.at("/links/0/tags/0"))
        .isIn(pipelines.get("tags"))
        .isNotIn(operators.get("tags"));
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
