package io.cdcpipeline.operator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.kubernetes.RecentAnswers;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.apiserver.ForeignKinds;
import io.cdcpipeline.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The stage within the operator; the test plays TiDB Operator of either version. */
final class DatabaseStageFixture implements AutoCloseable {
  static final String PIPELINE =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: shop, namespace: shop}
      spec:
        deletionPolicy: %s
        changefeed: {tables: ["shop.*"]}
        database:
          schema: {database: shop, sql: "CREATE TABLE IF NOT EXISTS a (id INT PRIMARY KEY);"}
          users: [%s]
      """;
  static final String APP = "{name: app, privileges: ['SELECT ON shop.*']}";

  final ScriptedSchemaService sql = new ScriptedSchemaService();
  final ManualClock clock = new ManualClock(Instant.now());
  OperatorFixture operator;

  @Override
  public void close() {
    if (operator != null) {
      operator.close();
    }
  }

  void start(ForeignKinds... kinds) {
    operator = new OperatorFixture(clock, List.of(kinds), new DatabaseStage(sql));
  }

  boolean secret(String name) {
    return operator.client().secrets().inNamespace("shop").withName(name).get() != null;
  }

  /** At pods and what their workloads say of them, after the longest pause between looks. */
  void lookAgain() {
    clock.advance(RecentAnswers.LONGEST_PAUSE);
    operator.nudge("shop", "shop");
  }

  String condition() {
    return operator.condition("shop", "shop", ConditionType.DATABASE);
  }

  void awaitCondition(String text) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(condition()).isEqualTo(text));
  }
}
