package io.cdcpipeline.operator;

import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.database.DatabaseStage;
import io.cdcpipeline.operator.kafka.KafkaStage;
import io.cdcpipeline.operator.search.SearchStage;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.fault.FailureMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pipelines whose servers accept connections and never answer, beside one whose servers do. */
class HangingSystemsTest {
  private static final int HANGING = 50;

  /** Far less than fifty pipelines take to time out one after another. */
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  @FailureMode(
      fault = "The remote systems of fifty pipelines hang",
      effect = "no other pipeline waits for them")
  void fiftyHangingPipelinesDelayNoOther() throws IOException {
    var backlog = 10 * HANGING;
    try (var silent = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
        var operator =
            new OperatorFixture(
                Clock.systemUTC(),
                List.of(ForeignKinds.ELASTICSEARCH, ForeignKinds.BEAT),
                new DatabaseStage(),
                new KafkaStage(),
                new SearchStage(Duration.ofMinutes(10)))) {
      for (int i = 0; i < HANGING; i++) {
        operator.apply(pipeline("hanging-" + i, silent.getLocalPort()));
      }
      await().atMost(SOON).until(() -> !condition(operator, "hanging-49").isEmpty());

      operator.apply(pipeline("other", 1));

      await().atMost(SOON).until(() -> condition(operator, "other").startsWith("Unreachable"));
    }
  }

  private static String condition(OperatorFixture operator, String name) {
    return operator.condition("shop", name, ConditionType.DATABASE);
  }

  /** All systems of a pipeline on that local port; nothing listens on port 1. */
  private static String pipeline(String name, int port) {
    return """
    apiVersion: cdcpipeline.io/v1alpha1
    kind: CdcPipeline
    metadata: {name: %s, namespace: shop}
    spec:
      changefeed: {tables: ["shop.*"]}
      database: {existing: {host: 127.0.0.1, port: %d, ticdcUrl: "http://127.0.0.1:%d"}}
      kafka: {existing: {bootstrapServers: "127.0.0.1:%d"}}
      search: {existing: {url: "http://127.0.0.1:%d"}}
    """
        .formatted(name, port, port, port, port);
  }
}
