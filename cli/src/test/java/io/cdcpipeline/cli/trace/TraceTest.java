package io.cdcpipeline.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cdcpipeline.cli.ConsumerStandIns;
import io.cdcpipeline.cli.Golden;
import io.cdcpipeline.cli.TestCluster;
import io.cdcpipeline.operator.remote.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Without SQL and search, which local's tests have. */
@Timeout(60)
class TraceTest {
  @TempDir Path folder;

  @Test
  void looksLikeItsTranscript() throws Exception {
    try (var cluster = TestCluster.start()) {
      cluster.applyFile("plan/live.yaml");
      try (var consumers = new ConsumerStandIns(cluster, folder)) {
        assertThat(consumers.log(0)).exists();
        var transcript =
            Stream.of(
                    "trace shop.orders 1 -n shop",
                    "trace shop.orders 99 shop -n shop",
                    "trace orders 1 -n shop",
                    "trace shop.orders 1 -n empty",
                    "connect sql shop -n shop",
                    "connect grafana shop -n shop",
                    "connect mongo shop -n shop")
                .map(command -> cluster.run(command).transcript(command))
                .collect(Collectors.joining("\n"));
        Golden.assertSame("trace.txt", transcript);
      }
    }
  }

  @Test
  void findsTheLinesInLoki() throws Exception {
    var asked = new ArrayBlockingQueue<String>(1);
    var loki = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    loki.createContext(
        "/loki/api/v1/query_range",
        exchange -> {
          asked.add(
              exchange.getRequestURI().getQuery().replace('+', ' ')
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Scope-OrgID"));
          var first = TestCluster.resource("tail/consumer-0.log").lines().findFirst().orElseThrow();
          var stream = Map.of("values", List.of(List.of("1", first), List.of("2", "no JSON")));
          var body = Json.JSON.writeValueAsBytes(Map.of("data", Map.of("result", List.of(stream))));
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    loki.start();
    try (var cluster = TestCluster.start()) {
      var url = "http://127.0.0.1:" + loki.getAddress().getPort();
      cluster.apply(
          TestCluster.resource("plan/live.yaml")
              .replace("spec:\n", "spec:\n  search: {loki: {url: '" + url + "', tenant: team}}\n"));
      try (var consumers = new ConsumerStandIns(cluster, folder)) {
        assertThat(consumers.log(0)).exists();
        var traced = cluster.run("trace shop.orders 1 -n shop");
        assertThat(traced.out())
            .contains("search    1 line in Loki\n")
            .containsPattern("INSERT .* yes\n")
            .containsPattern("DELETE .* no\n");
        assertThat(traced.code()).isEqualTo(1);
        assertThat(asked.take())
            .contains(
                "query={namespace=\"shop\", container=\"consumer\"} |= \"cdc_event\" |= \"/1@\"")
            .endsWith(" team");
        assertThat(cluster.run("connect search shop -n shop").err()).contains("lines are in Loki");
      }
    } finally {
      loki.stop(0);
    }
  }

  @Test
  void quotesWhatItAsksTheDatabase() {
    assertThat(new RowKey("shop.t", "a,b%2Cc+d").values()).isEqualTo(List.of("a", "b,c+d"));
    assertThat(new RowKey("shop.or`ders", "it's").rowQuery(List.of("na`me")))
        .isEqualTo("SELECT * FROM `shop`.`or``ders` WHERE `na``me` = 'it''s'");
  }
}
