package io.cdcpipeline.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardLintTest {
  @ParameterizedTest
  @MethodSource("io.cdcpipeline.operator.monitoring.DashboardTest#dashboards")
  void nothingIsFoundButWhatIsExcused(DashboardTest.Case dashboard) {
    assertThat(DashboardLint.findings(dashboard.page())).isSubsetOf(DashboardLint.EXCUSED.keySet());
  }

  @Test
  void everyExcuseIsNeeded() throws IOException {
    var found = new HashSet<String>();
    for (var dashboard : DashboardTest.dashboards()) {
      found.addAll(DashboardLint.findings(dashboard.page()));
    }
    assertThat(DashboardLint.EXCUSED.keySet()).isSubsetOf(found);
  }

  /** Each change of a good dashboard and the rule that notices it. */
  static List<Map.Entry<String, Consumer<ObjectNode>>> mistakes() {
    return List.of(
        Map.entry("uneditable-dashboard", page -> page.put("editable", true)),
        Map.entry("template-datasource-rule", page -> variable(page, 0).put("name", "metrics")),
        Map.entry("panel-datasource-rule", page -> variable(page, 1).put("name", "events")),
        Map.entry(
            "template-on-time-change-reload-rule", page -> variable(page, 2).put("refresh", 1)),
        Map.entry("panel-title-description-rule", page -> panel(page).put("description", " ")),
        Map.entry("panel-no-targets-rule", page -> panel(page).putArray("targets")),
        Map.entry(
            "panel-units-rule",
            page -> panel(page).withObject("/fieldConfig/defaults").remove("unit")),
        Map.entry("target-rate-interval-rule", page -> expr(page, "sum(rate(a_total[5m]))")),
        Map.entry("target-counter-agg-rule", page -> expr(page, "sum(a_total)")),
        Map.entry(
            "legend",
            page -> ((ObjectNode) panel(page).at("/targets/0")).put("legendFormat", "__auto")));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void noticesAMistake(Map.Entry<String, Consumer<ObjectNode>> mistake) throws IOException {
    var page =
        (ObjectNode) Json.JSON.readTree(PipelineDashboard.text(GoldenCase.MINIMAL.pipeline()));
    mistake.getValue().accept(page);

    var findings = new java.util.ArrayList<>(DashboardLint.findings(page));
    findings.removeAll(DashboardLint.EXCUSED.keySet());
    assertThat(findings).anyMatch(finding -> finding.startsWith(mistake.getKey() + ":"));
  }

  private static ObjectNode variable(ObjectNode page, int index) {
    return (ObjectNode) ((ArrayNode) page.at("/templating/list")).get(index);
  }

  private static ObjectNode panel(ObjectNode page) {
    return (ObjectNode) page.at("/panels/0");
  }

  private static void expr(ObjectNode page, String expr) {
    ((ObjectNode) panel(page).at("/targets/0")).put("expr", expr);
  }
}
