package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.cdcpipeline.operator.search.SearchStage;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.clock.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** One tenant's "Elasticsearch" answers more than the operator's memory holds. */
class LongAnswersTest {
  private static final int ATTACKERS = 8;
  private static final String PIPELINE =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: shop, namespace: %s}
      spec:
        changefeed: {tables: ["shop.*"]}
        search: {existing: {url: "http://127.0.0.1:%d"}}
      """;

  @Test
  void anotherPipelineWorksWhileEightGetAnswersOf31Mebibytes() throws Exception {
    var requests = new ConcurrentLinkedQueue<String>();
    var hostile = server(new byte[1024 * 1024], 31, new ConcurrentLinkedQueue<>());
    var honest = server("{}".getBytes(StandardCharsets.UTF_8), 1, requests);
    try (var operator =
        new OperatorFixture(
            new ManualClock(Instant.now()),
            List.of(ForeignKinds.BEAT),
            new SearchStage(Duration.ofMinutes(10)))) {
      for (int i = 0; i < ATTACKERS; i++) {
        operator.apply(PIPELINE.formatted("attacker-" + i, hostile.getAddress().getPort()));
      }
      operator.apply(PIPELINE.formatted("honest", honest.getAddress().getPort()));

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                for (int i = 0; i < ATTACKERS; i++) {
                  assertThat(operator.condition("attacker-" + i, "shop", ConditionType.SEARCH))
                      .contains("a response of more than");
                }
              });
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(requests).contains("PUT /_index_template/cdc-events"));
    } finally {
      hostile.stop(0);
      honest.stop(0);
    }
  }

  /** In pieces, because the JDK's server holds twice what it is given to write at once. */
  private static HttpServer server(byte[] piece, int pieces, Queue<String> requests)
      throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              var thread = new Thread(work, "answers");
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, (long) piece.length * pieces);
            for (int i = 0; i < pieces; i++) {
              exchange.getResponseBody().write(piece);
            }
          } catch (IOException e) {
            // The client has read enough.
          }
        });
    server.start();
    return server;
  }
}
