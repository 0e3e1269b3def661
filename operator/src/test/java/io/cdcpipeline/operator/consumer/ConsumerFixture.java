package io.cdcpipeline.operator.consumer;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.StageStub;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.clock.ManualClock;
import java.time.Instant;
import java.util.List;

/** The consumer stage within an operator, of a pipeline whose Kafka is ready and empty. */
final class ConsumerFixture {
  static final String PIPELINE =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: shop, namespace: shop}
      spec:
        changefeed: {tables: ["shop.*"]}
        kafka: {existing: {bootstrapServers: "k1:9092"}}
      """;

  private ConsumerFixture() {}

  static OperatorFixture operator() {
    return new OperatorFixture(
        new ManualClock(Instant.now()),
        List.of(),
        StageStub.ready(ConditionType.KAFKA),
        new ConsumerStage(
            "consumer:1", (client, group, topic) -> List.of(), (client, topic) -> List.of()));
  }

  /** Reconciles until nothing more can follow. */
  static void settle(OperatorFixture operator) {
    for (int i = 0; i < 3; i++) {
      operator.nudge("shop", "shop");
    }
  }
}
