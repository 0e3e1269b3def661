package io.cdcpipeline.operator.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a panel's answers amount to, in the formats of Grafana, Prometheus and Elasticsearch. */
class PanelHopTest {
  private static final String DASHBOARD =
      """
      {"panels": [
        {"title": "Pie", "targets": [{"refId": "A", "instant": true, "expr": "sum(cdc_events_total{})",
           "datasource": {"type": "prometheus", "uid": "p"}}]},
        {"title": "Unchosen", "targets": [{"refId": "A", "expr": "sum(cdc_events_total{})",
           "datasource": {"type": "prometheus", "uid": "default"}}]},
        {"title": "Events", "targets": [{"refId": "A", "query": "log_type:cdc_event", "metrics": [{"type": "raw_data"}],
           "datasource": {"type": "elasticsearch", "uid": "e"}}]}]}
      """;

  private HttpServer server;
  private final Map<String, String> answers = new HashMap<>();
  private String answer = "";
  private int status = 200;
  private String asked = "";

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked = exchange.getRequestURI() + " " + body;
          var said = answers.getOrDefault(exchange.getRequestURI().toString(), answer);
          var bytes = said.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aPanelThatMustHaveDataAndHasNoneIsIncomplete() {
    answer = "{\"results\":{\"A\":{\"frames\":[]}}}";
    assertThat(grafana("Pie").look()).isEqualTo(new Hop.Seen("query A has no data", false));
    answer = "{\"results\":{\"A\":{\"frames\":[{\"data\":{\"values\":[]}}]}}}";
    assertThat(grafana("Pie").look().complete()).isFalse();
    answer = "{\"results\":{\"A\":{\"frames\":[{\"data\":{\"values\":[[1],[2]]}}]}}}";
    assertThat(grafana("Pie").look()).isEqualTo(new Hop.Seen("1 results", true));
    assertThat(asked)
        .startsWith("/api/ds/query ")
        .contains("\"from\":\"now-1h\"", "\"uid\":\"p\"", "\"intervalMs\":15000");
  }

  @Test
  void aDataSourceThatNobodyChoseIsGrafanasDefault() {
    var sources =
        """
        [{"uid": "logs", "type": "elasticsearch", "isDefault": true},
         {"uid": "first", "type": "prometheus", "isDefault": false},
         {"uid": "second", "type": "prometheus", "isDefault": false}]
        """;
    answers.put("/api/datasources", sources);
    answer = "{\"results\":{\"A\":{\"frames\":[{\"data\":{\"values\":[[1],[2]]}}]}}}";
    assertThat(grafana("Unchosen").look().complete()).isTrue();
    assertThat(asked).contains("\"uid\":\"first\"");
    answers.put(
        "/api/datasources",
        sources.replace(
            "\"second\", \"type\": \"prometheus\", \"isDefault\": false",
            "\"second\", \"type\": \"prometheus\", \"isDefault\": true"));
    grafana("Unchosen").look();
    assertThat(asked).contains("\"uid\":\"second\"");
    answers.put("/api/datasources", "[]");
    assertThatThrownBy(() -> grafana("Unchosen").look())
        .hasMessage("Grafana has no data source of type prometheus");
  }

  @Test
  void anErrorOfTheDataSourceIsSaid() {
    answer = "{\"results\":{\"A\":{\"error\":\"data source not found\",\"status\":404}}}";
    assertThatThrownBy(() -> grafana("Pie").look()).hasMessage("Grafana: data source not found");
    status = 401;
    answer = "{\"message\":\"Invalid username or password\"}";
    assertThatThrownBy(() -> grafana("Pie").look())
        .hasMessageEndingWith("answers 401: Invalid username or password");
  }

  @Test
  void aListOfEventsHasOneOfOurs() {
    answer =
        "{\"results\":{\"A\":{\"frames\":[{\"data\":{\"values\":[[\"shop.t/1@2/INSERT\"]]}}]}}}";
    assertThat(grafana("Events").look().complete()).isTrue();
    answer = answer.replace("t/1", "t/2");
    assertThat(grafana("Events").look().text()).isEqualTo("does not list shop.t/1@2/INSERT");
  }

  @Test
  void withoutGrafanaItAsksPrometheus() {
    answer = "{\"data\":{\"result\":[]}}";
    assertThat(direct("Pie").look().text()).isEqualTo("query A has no data");
    assertThat(asked).startsWith("/api/v1/query?query=sum%28cdc_events_total%7B%7D%29");
    answer = "{\"data\":{\"result\":[{\"value\":[1,\"2\"]}]}}";
    assertThat(direct("Pie").look().complete()).isTrue();
    status = 400;
    answer = "{\"status\":\"error\",\"error\":\"parse error\"}";
    assertThatThrownBy(() -> direct("Pie").look()).hasMessageEndingWith("answers 400: parse error");
  }

  @Test
  void withoutElasticsearchItsPanelsAreSkipped() {
    assertThat(direct("Pie").absent()).isEmpty();
    assertThat(direct("Events").absent())
        .contains("nobody to ask for elasticsearch without GRAFANA_URL");
  }

  private PanelHop grafana(String title) {
    return hop(title, new GrafanaPanels(server()));
  }

  private PanelHop direct(String title) {
    return hop(title, new DirectPanels(Optional.of(server()), Optional.empty(), Clock.systemUTC()));
  }

  private TextServer server() {
    return TextServer.open("http://127.0.0.1:" + server.getAddress().getPort(), Optional.empty());
  }

  private static PanelHop hop(String title, PanelSource source) {
    var variables = PanelVariables.of(new ResourceNames("shop", "shop"));
    var panel =
        Panel.of(DASHBOARD, variables).stream().filter(p -> p.title().equals(title)).findFirst();
    return new PanelHop(panel.orElseThrow(), source, () -> Optional.of("shop.t/1@2/INSERT"));
  }
}
