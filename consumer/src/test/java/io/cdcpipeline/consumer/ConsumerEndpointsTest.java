package io.cdcpipeline.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdcpipeline.consumer.canal.Operation;
import io.cdcpipeline.consumer.config.ConfigException;
import io.cdcpipeline.consumer.dedup.Deduplicator;
import io.cdcpipeline.consumer.metrics.ConsumerMetrics;
import io.cdcpipeline.management.ManagementServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsumerEndpointsTest {
  private final ConsumerMetrics metrics = new ConsumerMetrics(new Deduplicator.Budget(1));
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final HealthState health = new HealthState(Time.SYSTEM);
  private final ManagementServer server =
      new ConsumerEndpoints(registry).serve(new InetSocketAddress(0), health);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void isReadyOnceAssigned() throws Exception {
    health.setAssigned(true);
    assertThat(send(HttpRequest.newBuilder(uri("/readyz")).build()).statusCode()).isEqualTo(200);
  }

  /** Prometheus prefers protobuf once native histograms are enabled. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited",
        "*/*",
        "text/plain;version=0.0.4;q=0.3",
        "nonsense"
      })
  void alwaysServesText(String accept) throws Exception {
    registry.register(metrics);
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(uri("/metrics")).header("Accept", accept).build());
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body())
        .contains("# TYPE cdc_commits_total counter")
        .doesNotContain("_created");
  }

  @Test
  void servesOpenMetricsWithTheTimeAtWhichEachCounterWasZero() throws Exception {
    long before = System.currentTimeMillis();
    registry.register(metrics);
    metrics.table("shop", "orders").countEvent(Operation.INSERT);
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri("/metrics"))
                .header("Accept", "application/openmetrics-text;version=1.0.0")
                .build());
    assertThat(answer.body())
        .endsWith("# EOF\n")
        .contains("\ncdc_missed_records_created ", "\ncdc_event_latency_seconds_created ");
    String created = "cdc_events_created{database=\"shop\",op=\"insert\",table=\"orders\"} ";
    assertThat(answer.body().lines().filter(line -> line.startsWith(created)))
        .singleElement()
        .satisfies(
            line ->
                assertThat(Double.parseDouble(line.substring(created.length())) * 1000)
                    .isBetween(before - 1.0, System.currentTimeMillis() + 1.0));
  }

  @Test
  void escapesLabelValues() throws Exception {
    registry.register(metrics);
    metrics.table("a\"b", "c\\d\ne").countEvent(Operation.INSERT);
    assertThat(send(HttpRequest.newBuilder(uri("/metrics")).build()).body())
        .contains("cdc_events_total{database=\"a\\\"b\",op=\"insert\",table=\"c\\\\d\\ne\"} 1.0");
  }

  /**
   * Unpaired surrogates have no UTF-8 form: such names must be merged, or Prometheus rejects the
   * scrape.
   */
  @Test
  void exportsEachSeriesOnce() throws Exception {
    registry.register(metrics);
    metrics.table("a", "\ud800").countEvent(Operation.INSERT);
    metrics.table("a", "\ud801").countEvent(Operation.INSERT);
    assertThat(send(HttpRequest.newBuilder(uri("/metrics")).build()).body().lines())
        .filteredOn(line -> line.startsWith("cdc_events_total{") && line.contains("op=\"insert\""))
        .containsExactly("cdc_events_total{database=\"a\",op=\"insert\",table=\"?\"} 2.0");
  }

  @Test
  void namesThePortInUse() {
    assertThatThrownBy(
            () ->
                new ConsumerEndpoints(registry).serve(new InetSocketAddress(server.port()), health))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("METRICS_PORT: cannot listen on 0.0.0.0/0.0.0.0:" + server.port());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
