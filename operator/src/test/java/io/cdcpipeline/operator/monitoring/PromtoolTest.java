package io.cdcpipeline.operator.monitoring;

import static io.cdcpipeline.testkit.requirement.Requirement.PROMTOOL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.OperatorConfig;
import io.cdcpipeline.operator.Promtool;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.testkit.requirement.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules and queries as Prometheus itself reads them. */
@Requires(PROMTOOL)
class PromtoolTest {
  private static final Path CASES = Golden.resource("io/cdcpipeline/operator/monitoring/alerts");
  private static final String PANELS = "panels.test.yaml";
  @TempDir Path work;

  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void everyRuleIsValid(GoldenCase golden) throws Exception {
    check(rules(golden.pipeline()));
  }

  @ParameterizedTest
  @MethodSource("io.cdcpipeline.operator.monitoring.DashboardTest#dashboards")
  void everyQueryOfTheDashboardsIsValid(DashboardTest.Case dashboard) throws Exception {
    check(recordings(dashboard.page()));
  }

  /** All but those of panels. */
  static Stream<String> cases() throws IOException {
    try (var files = Files.list(CASES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> !file.equals(PANELS))
          .sorted()
          .toList()
          .stream();
    }
  }

  /** The rules of the minimal pipeline, and the one that needs a threshold. */
  @ParameterizedTest
  @MethodSource("cases")
  void alertsFireWhenTheyShouldAndOnlyThen(String file) throws Exception {
    rules(GoldenCase.MINIMAL.pipelineWith("monitoring: {thresholds: {lagRecords: 10000}}"));
    Files.copy(CASES.resolve(file), work.resolve(file));

    assertThat(Promtool.run(work, "test", "rules", file)).contains("SUCCESS");
  }

  @Test
  void panelsShowWhatTheyShould() throws Exception {
    recordings(Json.JSON.readTree(PipelineDashboard.text(DashboardTest.withoutSearch())));
    var command = new ArrayList<>(List.of("test", "rules"));
    command.addAll(PanelCases.write(CASES.resolve(PANELS), work));

    assertThat(Promtool.run(work, command.toArray(String[]::new)))
        .contains("SUCCESS")
        .doesNotContain("FAILED");
  }

  private void check(Path file) throws Exception {
    assertThat(Promtool.run(work, "check", "rules", "--lint=all", "--lint-fatal", file.toString()))
        .contains("SUCCESS");
  }

  /** A PrometheusRule's spec is what a rule file holds. */
  private Path rules(CdcPipeline pipeline) throws IOException {
    JsonNode rule =
        Json.JSON.valueToTree(
            AlertRulesManifest.desired(pipeline, OperatorConfig.DEFAULT_RUNBOOK_URL));
    return Files.writeString(
        work.resolve("rules.yaml"), Json.YAML.writeValueAsString(rule.get("spec")));
  }

  /** The name by which a case's file finds a query. */
  private static String name(JsonNode panel, JsonNode target) {
    var title = panel.get("title").asText().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_");
    return "panel:" + title + ":" + target.get("refId").asText().toLowerCase(Locale.ROOT);
  }

  /** Each query as a recording rule, with Grafana's variables replaced. */
  private Path recordings(JsonNode page) throws IOException {
    ObjectNode root = Json.JSON.createObjectNode();
    var rules = root.putArray("groups").addObject().put("name", "queries").putArray("rules");
    for (var panel : DashboardTest.panels(page)) {
      for (var target : panel.get("targets")) {
        if (target.has("expr")) {
          rules
              .addObject()
              .put("record", name(panel, target))
              .put("expr", replaced(target.get("expr").asText()));
        }
      }
    }
    return Files.writeString(work.resolve("queries.yaml"), Json.YAML.writeValueAsString(root));
  }

  private static String replaced(String expr) {
    return expr.replace("$__rate_interval_ms", "60000").replace("$__rate_interval", "1m");
  }
}
