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
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules and queries as Prometheus itself reads them. */
@Requires(PROMTOOL)
class PromtoolTest {
  private static final Path CASES = Golden.resource("io/cdcpipeline/operator/monitoring/alerts");
  @TempDir Path work;

  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void everyRuleIsValid(GoldenCase golden) throws Exception {
    check(rules(golden.pipeline()));
  }

  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void everyQueryOfTheDashboardsIsValid(GoldenCase golden) throws Exception {
    var page = Json.JSON.readTree(PipelineDashboard.text(golden.pipeline()));
    var operators =
        Json.JSON.readTree(
            Files.readString(
                Golden.root().resolve("helm/cdc-pipeline-operator/dashboards/cdc-operator.json")));
    var expressions = new ArrayList<>(DashboardTest.expressions(page));
    expressions.addAll(DashboardTest.expressions(operators));
    check(recordings(expressions));
  }

  static Stream<String> cases() throws IOException {
    try (var files = Files.list(CASES)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  /** The rules of the minimal pipeline, and the one that needs a threshold. */
  @ParameterizedTest
  @MethodSource("cases")
  void alertsFireWhenTheyShouldAndOnlyThen(String file) throws Exception {
    rules(GoldenCase.MINIMAL.pipelineWith("monitoring: {thresholds: {lagRecords: 10000}}"));
    recordings(
        DashboardTest.expressions(
            Json.JSON.readTree(PipelineDashboard.text(GoldenCase.MINIMAL.pipeline()))));
    Files.copy(CASES.resolve(file), work.resolve(file));

    assertThat(Promtool.run(work, "test", "rules", file)).contains("SUCCESS");
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

  /** Each query as a recording rule, with Grafana's variables replaced. */
  private Path recordings(List<String> expressions) throws IOException {
    ObjectNode root = Json.JSON.createObjectNode();
    var group = root.putArray("groups").addObject().put("name", "queries");
    var rules = group.putArray("rules");
    for (int i = 0; i < expressions.size(); i++) {
      rules
          .addObject()
          .put("record", "query_" + i)
          .put("expr", expressions.get(i).replace("$__rate_interval", "1m"));
    }
    return Files.writeString(work.resolve("queries.yaml"), Json.YAML.writeValueAsString(root));
  }
}
