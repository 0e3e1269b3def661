package io.cdcpipeline.operator.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcpipeline.operator.naming.ResourceNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which queries a dashboard makes, and which of them must have data. */
class PanelTest {
  private static final PanelVariables SHOP = PanelVariables.of(new ResourceNames("ns", "shop"));

  @Test
  void findsPanelsInRowsAndTheirDataSources() {
    var panels =
        Panel.of(
            """
            {"panels": [
              {"title": "Pie", "targets": [{"refId": "A", "expr": "x"}], "datasource": {"type": "prometheus", "uid": "p"}},
              {"title": "Text", "type": "text"},
              {"type": "row", "title": "Row", "panels": [
                {"title": "Deep", "targets": [
                  {"refId": "A", "hide": true, "datasource": {"type": "prometheus"}},
                  {"refId": "B", "query": "*", "datasource": {"type": "elasticsearch", "uid": "e"}}]}]}]}
            """,
            SHOP);
    assertThat(panels).extracting(Panel::title).containsExactly("Pie", "Deep");
    assertThat(panels.get(0).targets().get(0).source()).isEqualTo("prometheus");
    assertThat(panels.get(0).targets().get(0).query().at("/datasource/uid").asText())
        .isEqualTo("p");
    assertThat(panels.get(1).targets()).extracting(Panel.Target::refId).containsExactly("B");
  }

  @Test
  void fillsInVariablesAsTheyAreWhenItIsOpened() {
    var panels =
        Panel.of(
            """
            {"templating": {"list": [
               {"name": "namespace", "type": "query", "current": {"value": "other"}},
               {"name": "table", "type": "query", "current": {"value": ["$__all"]}, "allValue": ".+"},
               {"name": "op", "type": "custom", "current": {"value": ["insert", "delete"]}},
               {"name": "source", "type": "datasource", "current": {"value": "uid-7"}},
               {"name": "text", "type": "textbox", "current": {"value": ""}}]},
             "panels": [{"title": "P", "targets": [{"refId": "A",
               "datasource": {"type": "prometheus", "uid": "${source}"},
               "expr": "m{namespace=\\"$namespace\\",pipeline=\\"${pipeline:regex}\\",table=~\\"[[table]]\\",op=~\\"$op\\",t=\\"$text\\",x=\\"$unknown\\"}[$__rate_interval]"}]}]}
            """,
            SHOP);
    var query = panels.get(0).targets().get(0).query();
    assertThat(query.path("expr").asText())
        .isEqualTo(
            "m{namespace=\"ns\",pipeline=\"shop\",table=~\".+\",op=~\"insert|delete\",t=\"\",x=\"$unknown\"}[$__rate_interval]");
    assertThat(query.at("/datasource/uid").asText()).isEqualTo("uid-7");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "prometheus | sum(cdc_partition_lag{a=\"b\"}) | true",
        "prometheus | histogram_quantile(0.5, sum by (le)"
            + " (rate(cdc_event_latency_seconds_bucket{a=\"b\"}[1m]))) | true",
        "prometheus | time() - max(cdc_last_event_timestamp_seconds{a=\"b\"} > 0) | true",
        "prometheus | sum by (reason) (rate(cdc_dead_letters_total{a=\"b\"}[1m])) | false",
        "prometheus | cdc_events_total{a=\"b\"} / kafka_consumergroup_lag{a=\"b\"} | false",
        "elasticsearch | log_type:cdc_event AND topic:\"t\" | true",
        "elasticsearch | log_type:cdc_event AND op:DDL | false",
        "loki | {a=\"b\"} | false",
      })
  void knowsWhichQueriesMustHaveData(String source, String query, boolean must) {
    var field = source.equals("prometheus") ? "expr" : "query";
    var json = io.cdcpipeline.operator.remote.Json.JSON.createObjectNode().put(field, query);
    var target = new Panel.Target("A", source, json);
    assertThat(ExpectedData.in(target)).isEqualTo(must);
  }

  @Test
  void rejectsWhatIsNotADashboard() {
    assertThatThrownBy(() -> Panel.of("{", SHOP)).hasMessageContaining("not JSON");
  }

  @Test
  void knowsWhatGrafanaMakesOfItsOwnVariables() {
    assertThat(DirectPanels.withTimes("rate(a[$__rate_interval]) + b[$__range] + ${__interval}"))
        .isEqualTo("rate(a[60s]) + b[1h] + 15s");
    assertThat(DirectPanels.withTimes("c / $__rate_interval_ms + ${__range_s} + $__interval_other"))
        .isEqualTo("c / 60000 + 3600 + $__interval_other");
  }
}
