package io.cdcpipeline.local.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cdcpipeline.local.LocalServers;
import io.cdcpipeline.local.elasticsearch.Elasticsearch;
import io.cdcpipeline.local.process.Endpoint;
import io.cdcpipeline.local.process.TrustedHttp;
import io.cdcpipeline.testkit.fault.FailureMode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalServers.Shared.class)
class ShipperIT {
  @TempDir Path directory;

  private ShipperConfig config(Elasticsearch node) {
    return new ShipperConfig(
        directory.resolve("logs"),
        directory.resolve("data"),
        URI.create("https://" + node.endpoint()),
        Elasticsearch.ADMIN,
        node.adminPassword(),
        node.authority(),
        Endpoint.free());
  }

  private void append(String file, List<String> lines) throws IOException {
    Files.createDirectories(directory.resolve("logs"));
    Files.write(
        directory.resolve("logs").resolve(file),
        lines,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static List<String> events(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                "{\"@timestamp\":\"2001-02-03T04:05:06.007Z\",\"log_type\":\"cdc_event\",\"event_id\":\"s.t/%d@1/INSERT\",\"data\":{\"id\":\"%d\"}}"
                    .formatted(i, i))
        .toList();
  }

  private static long documents(Elasticsearch node) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "https://%s/cdc-events-2001.02.03/_search?size=0&track_total_hits=true&ignore_unavailable=true"
                        .formatted(node.endpoint())))
            .header("Authorization", TrustedHttp.basic(Elasticsearch.ADMIN, node.adminPassword()))
            .build();
    HttpResponse<String> answer =
        TrustedHttp.client(node.authority()).send(request, HttpResponse.BodyHandlers.ofString());
    return new ObjectMapper()
        .readTree(answer.body())
        .path("hits")
        .path("total")
        .path("value")
        .asLong();
  }

  private static void awaitSettled(ShipperProcess shipper, long acked, long duplicates) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              Statistics statistics = Statistics.of(shipper.statistics());
              assertThat(statistics.acked()).isEqualTo(acked);
              assertThat(statistics.duplicates()).isEqualTo(duplicates);
            });
  }

  @Test
  @FailureMode(
      fault =
          "Filebeat (the stand-in) and Elasticsearch are killed under load, and the consumer"
              + " repeats lines",
      effect = "each event is one document")
  void everyEventIsOneDocumentDespiteRestarts(LocalServers servers)
      throws IOException, InterruptedException {
    Elasticsearch node = servers.elasticsearch();
    append("0.log", List.of("starting", "{\"log_type\":\"other\"}"));
    append("0.log", events(0, 4000));
    ShipperProcess shipper = ShipperProcess.start(servers.children(), config(node));
    awaitSettled(shipper, 4000, 0);

    shipper.kill();
    append("0.log", events(4000, 5000));
    // The same events again in another container's file, as from a consumer that resumed at an
    // earlier offset.
    append("1.log", events(3500, 4500));
    node.kill();
    shipper.start();
    node.start();
    awaitSettled(shipper, 1000, 1000);
    await().atMost(Duration.ofSeconds(10)).until(() -> documents(node) == 5000);

    shipper.stop();
    shipper.start();
    append("0.log", events(5000, 5001));
    awaitSettled(shipper, 1, 0);
    shipper.stop();
  }

  @Test
  void dropsAndCountsAnEventElasticsearchRejects(LocalServers servers) throws IOException {
    Elasticsearch node = servers.elasticsearch();
    String event =
        "{\"@timestamp\":\"2001-02-04T00:00:00Z\",\"log_type\":\"cdc_event\",\"event_id\":\"%s\",\"x\":%s}";
    append("0.log", List.of(event.formatted("text", "\"a\""), event.formatted("object", "{}")));
    ShipperProcess shipper = ShipperProcess.start(servers.children(), config(node));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Statistics.of(shipper.statistics()).dropped() == 1);
    shipper.stop();
  }
}
