package io.cdcpipeline.operator.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules of grafana/dashboard-linter that concern us, by their names there; that PromQL parses
 * is what {@link PromtoolTest} checks.
 */
final class DashboardLint {
  private static final Set<String> WITH_UNITS = Set.of("stat", "timeseries", "table");
  private static final Set<String> UNITS =
      Set.of("none", "locale", "s", "cps", "Bps", "percentunit");
  private static final Pattern RANGE_OF_A_RATE = Pattern.compile("\\bi?rate\\([^\\[]*\\[([^]]*)]");
  private static final Pattern COUNTER =
      Pattern.compile("(\\w+)\\(\\w+_total(\\{[^}]*})?\\[|\\w+_total\\b");

  /** Findings that we accept, with the reason. */
  static final Map<String, String> EXCUSED =
      Map.of(
          "template-job-rule: dashboard", "matchers are fixed: a dashboard is of one pipeline",
          "template-instance-rule: dashboard", "the same",
          "target-counter-agg-rule: Operations counted, last hour",
              "increase() loses what is there at the first scrape, and extrapolates",
          "target-counter-agg-rule: Changes, last hour", "the same",
          "target-counter-agg-rule: Dead letters, last hour", "the same",
          "target-counter-agg-rule: Failed reconciles, last hour", "the same",
          "target-counter-agg-rule: Changes by operation",
              "adds what rate() loses at a first scrape",
          "target-counter-agg-rule: Changes by table over time", "the same",
          "target-counter-agg-rule: Duplicates", "the same",
          "target-counter-agg-rule: Dead letters", "the same");

  private final List<String> findings = new ArrayList<>();

  private DashboardLint() {}

  /** What is wrong, as "rule: where". */
  static List<String> findings(JsonNode page) {
    var lint = new DashboardLint();
    lint.dashboard(page);
    for (var panel : DashboardTest.panels(page)) {
      lint.panel(page, panel);
    }
    return lint.findings;
  }

  private void dashboard(JsonNode page) {
    check(!page.path("editable").asBoolean(true), "uneditable-dashboard", "dashboard");
    var sources = variables(page, "datasource");
    check(!sources.isEmpty(), "template-datasource-rule", "dashboard");
    for (var source : sources) {
      var kind = source.path("query").asText();
      var label = kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
      check(
          source.path("name").asText().equals(kind + "_datasource")
              && source.path("label").asText().equals(label + " data source"),
          "template-datasource-rule",
          source.path("name").asText());
    }
    for (var variable : variables(page, "query")) {
      check(
          variable.path("refresh").asInt() == 2,
          "template-on-time-change-reload-rule",
          variable.path("name").asText());
    }
    var names = page.at("/templating/list").findValuesAsText("name");
    check(names.contains("job"), "template-job-rule", "dashboard");
    check(names.contains("instance"), "template-instance-rule", "dashboard");
  }

  private void panel(JsonNode page, JsonNode panel) {
    var title = panel.path("title").asText();
    var uids = new ArrayList<String>();
    variables(page, "datasource").forEach(v -> uids.add("${" + v.path("name").asText() + "}"));
    check(uids.contains(panel.at("/datasource/uid").asText()), "panel-datasource-rule", title);
    check(
        !title.isBlank() && !panel.path("description").asText().isBlank(),
        "panel-title-description-rule",
        title);
    check(!panel.path("targets").isEmpty(), "panel-no-targets-rule", title);
    check(
        !WITH_UNITS.contains(panel.path("type").asText())
            || UNITS.contains(panel.at("/fieldConfig/defaults/unit").asText()),
        "panel-units-rule",
        title);
    panel.path("targets").forEach(target -> target(title, panel.path("targets"), target));
  }

  private void target(String title, JsonNode all, JsonNode target) {
    var expr = target.path("expr").asText();
    if (expr.isEmpty()) {
      return;
    }
    check(
        RANGE_OF_A_RATE
            .matcher(expr)
            .results()
            .allMatch(rate -> "$__rate_interval".equals(rate.group(1))),
        "target-rate-interval-rule",
        title);
    check(
        COUNTER
            .matcher(expr)
            .results()
            .allMatch(c -> c.group(1) != null && Set.of("rate", "increase").contains(c.group(1))),
        "target-counter-agg-rule",
        title);
    var legend = target.path("legendFormat").asText();
    boolean several = all.size() > 1 || !target.path("instant").asBoolean();
    check(!legend.equals("__auto") && !(several && legend.isEmpty()), "legend", title);
  }

  private static List<JsonNode> variables(JsonNode page, String type) {
    var variables = new ArrayList<JsonNode>();
    for (var variable : page.at("/templating/list")) {
      if (variable.path("type").asText().equals(type)) {
        variables.add(variable);
      }
    }
    return variables;
  }

  private void check(boolean holds, String rule, String where) {
    if (!holds) {
      findings.add(rule + ": " + where);
    }
  }
}
