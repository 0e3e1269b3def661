package io.cdcpipeline.local.grafana;

import static io.cdcpipeline.testkit.requirement.Requirement.PROMTOOL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.local.process.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A real Prometheus on the loopback interface, which has scraped what a text says. */
final class PrometheusServer implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = Endpoint.free().port();
  private final Process process;

  /**
   * Starts it.
   *
   * @param folder an empty one
   * @param history samples with times, in the OpenMetrics format
   */
  PrometheusServer(Path folder, String history) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("history"), history);
    Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
    var promtool = PROMTOOL.path();
    var filled =
        start(folder, promtool, "tsdb", "create-blocks-from", "openmetrics", "history", "data");
    assertThat(filled.waitFor()).as(Files.readString(folder.resolve("log"))).isZero();
    process =
        start(
            folder,
            promtool.resolveSibling("prometheus"),
            "--config.file=prometheus.yml",
            "--storage.tsdb.path=data",
            "--web.listen-address=127.0.0.1:" + port);
    await().ignoreExceptionsInstanceOf(ConnectException.class).until(this::isReady);
  }

  private static Process start(Path folder, Path program, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private boolean isReady() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri("/-/ready")).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }

  /** What a panel shows: the value now, or the last one of a course, by the names in its legend. */
  Map<String, Double> values(Target target, long now) throws IOException, InterruptedException {
    boolean instant = target.json().path("instant").asBoolean();
    var values = new TreeMap<String, Double>();
    for (var series : result(target, now, instant)) {
      var points = series.path("values");
      var point = instant ? series.path("value") : points.get(points.size() - 1);
      if (instant || point.get(0).asLong() == now) {
        values.put(target.legend(series.path("metric")), point.get(1).asDouble());
      }
    }
    return values;
  }

  /** What a rate adds up to over the hour. */
  Map<String, Double> sums(Target target, long now) throws IOException, InterruptedException {
    var sums = new TreeMap<String, Double>();
    for (var series : result(target, now, false)) {
      double sum = 0;
      for (var point : series.path("values")) {
        sum += point.get(1).asDouble() * History.SCRAPE_SECONDS;
      }
      sums.put(target.legend(series.path("metric")), sum);
    }
    return sums;
  }

  private JsonNode result(Target target, long now, boolean instant)
      throws IOException, InterruptedException {
    var query = URLEncoder.encode(target.expr(), StandardCharsets.UTF_8);
    var path =
        instant
            ? "/api/v1/query?time=%d&query=%s".formatted(now, query)
            : "/api/v1/query_range?start=%d&end=%d&step=%d&query=%s"
                .formatted(now - 3600, now, History.SCRAPE_SECONDS, query);
    var answer =
        Target.JSON.readTree(
            http.send(
                    HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
                .body());
    assertThat(answer.path("status").asText()).as(answer.toString()).isEqualTo("success");
    return answer.at("/data/result");
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
