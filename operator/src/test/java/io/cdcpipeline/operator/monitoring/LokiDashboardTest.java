package io.cdcpipeline.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.cdcpipeline.operator.GoldenCase;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint.User;
import io.cdcpipeline.operator.endpoint.LokiEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What Grafana gets of a pipeline whose events are in Loki. */
class LokiDashboardTest {
  static final CdcPipeline PIPELINE =
      GoldenCase.MINIMAL.pipelineWith(
          "search: {enabled: true, managed: null, loki: {url: 'http://loki:3100'}}");

  @Test
  void panelsHaveTheirExpressionsAndTheDataSource() throws JsonProcessingException {
    var panels = Json.JSON.readTree(LokiDashboard.json(PIPELINE)).path("panels");

    assertThat(panels).hasSize(3);
    assertThat(panels.findValuesAsText("expr"))
        .containsExactlyInAnyOrderElementsOf(LokiDashboard.expressions(PIPELINE).values());
    assertThat(panels.findValuesAsText("uid"))
        .containsOnly(new GrafanaNames(ResourceNames.of(PIPELINE)).lokiUid());
  }

  @Test
  void theOtherDashboardHasNoPanelsOfElasticsearch() {
    assertThat(DashboardManifest.desired(PIPELINE).toString()).doesNotContain("elasticsearch");
  }

  @Test
  void theDataSourceLogsInAsTheTenant() throws JsonProcessingException {
    var endpoint =
        new LokiEndpoint(
            "https://loki:3100",
            Optional.of("team"),
            Optional.of(new User("cdc", "pa$$word")),
            Optional.of("PEM"));
    var secret = GrafanaLokiSource.desired(ResourceNames.of(PIPELINE), "monitoring", endpoint);
    String data = secret.get("data", new GrafanaNames(ResourceNames.of(PIPELINE)).dataSourceFile());
    var file = new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    var source = Json.YAML.readTree(file).at("/datasources/0");

    assertThat(source.path("type").asText()).isEqualTo("loki");
    assertThat(source.path("basicAuthUser").asText()).isEqualTo("cdc");
    assertThat(source.at("/secureJsonData/basicAuthPassword").asText()).isEqualTo("pa$$$$word");
    assertThat(source.at("/jsonData/httpHeaderName1").asText()).isEqualTo("X-Scope-OrgID");
    assertThat(source.at("/secureJsonData/httpHeaderValue1").asText()).isEqualTo("team");
    assertThat(source.at("/secureJsonData/tlsCACert").asText()).isEqualTo("PEM");
  }
}
