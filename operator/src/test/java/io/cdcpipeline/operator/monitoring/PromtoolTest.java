package io.cdcpipeline.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.operator.Golden;
import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.Shared;
import io.cdcpipeline.operator.remote.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules and queries as Prometheus itself reads them (promtool of Debian's prometheus). */
class PromtoolTest {
  @TempDir Path work;

  @BeforeAll
  static void promtool() {
    var folders = System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator);
    Shared.require(
        Arrays.stream(folders)
            .map(folder -> Path.of(folder, "promtool"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(Path.of("promtool")));
  }

  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void everyRuleIsValid(GoldenCase golden) throws Exception {
    check(rules(golden));
  }

  @ParameterizedTest
  @EnumSource(GoldenCase.class)
  void everyQueryOfTheDashboardsIsValid(GoldenCase golden) throws Exception {
    var page = Json.JSON.readTree(DashboardManifest.dashboard(golden.pipeline()));
    var operators =
        Json.JSON.readTree(
            Files.readString(
                Golden.root().resolve("helm/cdc-pipeline-operator/dashboards/cdc-operator.json")));
    var expressions = new ArrayList<>(DashboardTest.expressions(page));
    expressions.addAll(DashboardTest.expressions(operators));
    check(recordings(expressions));
  }

  @Test
  void alertsFireWhenTheyShouldAndOnlyThen() throws Exception {
    rules(GoldenCase.MINIMAL);
    recordings(
        DashboardTest.expressions(
            Json.JSON.readTree(DashboardManifest.dashboard(GoldenCase.MINIMAL.pipeline()))));
    Files.copy(
        Golden.resource("io/cdcpipeline/operator/monitoring/alerts.test.yaml"),
        work.resolve("t.yaml"));

    assertThat(promtool("test", "rules", "t.yaml")).contains("SUCCESS");
  }

  private void check(Path file) throws Exception {
    assertThat(promtool("check", "rules", "--lint=all", "--lint-fatal", file.toString()))
        .contains("SUCCESS");
  }

  /** A PrometheusRule's spec is what a rule file holds. */
  private Path rules(GoldenCase golden) throws IOException {
    JsonNode rule = Json.JSON.valueToTree(AlertRulesManifest.desired(golden.pipeline()));
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

  private String promtool(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
