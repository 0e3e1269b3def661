package io.cdcpipeline.operator.changefeed;

import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.StageStub;
import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.ChangefeedStatus;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.testkit.clock.ShiftedClock;
import io.cdcpipeline.testkit.ticdc.Architecture;
import io.cdcpipeline.testkit.ticdc.ScriptedEngine;
import io.cdcpipeline.testkit.ticdc.TicdcServer;
import io.fabric8.kubernetes.api.model.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The changefeed stage in a real operator on the fake API server, in front of a fake TiCDC. */
final class StageFixture implements AutoCloseable {
  static final String PASSWORD = "pa55/of kafka&co";
  static final String ID = "shop-orders";
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final Duration STEP = Duration.ofSeconds(2);
  private static final Duration AT_ONCE = Duration.ofMillis(5);
  private static final Duration BETWEEN_OBSERVATIONS = Duration.ofSeconds(10);

  final ShiftedClock clock = new ShiftedClock();
  final ScriptedEngine engine = new ScriptedEngine(clock).table("shop", "orders");
  final TicdcServer ticdc;
  final OperatorFixture operator;

  StageFixture(Architecture architecture) {
    this(architecture, QuickChangefeedStage.create());
  }

  StageFixture(Architecture architecture, ChangefeedStage stage) {
    ticdc = new TicdcServer(architecture, engine, clock);
    operator =
        new OperatorFixture(
            clock,
            List.of(),
            StageStub.ready(ConditionType.DATABASE),
            StageStub.ready(ConditionType.KAFKA),
            stage);
    operator.namespace("shop");
    secret(PASSWORD);
  }

  /** Replaces this operator process by another. */
  void restart() {
    operator.restart(
        StageStub.ready(ConditionType.DATABASE),
        StageStub.ready(ConditionType.KAFKA),
        QuickChangefeedStage.create());
  }

  void secret(String password) {
    operator.secret("shop", "kafka", Map.of("username", "ticdc", "password", password));
  }

  void apply(String changefeed, boolean suspend) {
    operator.apply(
        """
        apiVersion: cdcpipeline.io/v1alpha1
        kind: CdcPipeline
        metadata: {name: orders, namespace: shop}
        spec:
          suspend: %s
          database: {existing: {host: tidb, ticdcUrl: "%s"}}
          kafka: {existing: {bootstrapServers: "kafka:9092", credentialsSecret: kafka}}
          changefeed: %s
        """
            .formatted(suspend, ticdc.uri(), changefeed));
  }

  /** With a TiDB of the pipeline's own. */
  void applyManaged(String database) {
    operator.apply(
        """
        apiVersion: cdcpipeline.io/v1alpha1
        kind: CdcPipeline
        metadata: {name: orders, namespace: shop}
        spec:
          database: {managed: %s}
          kafka: {existing: {bootstrapServers: "kafka:9092", credentialsSecret: kafka}}
          changefeed: {tables: ["shop.*"]}
        """
            .formatted(database));
  }

  void awaitDeleted() {
    await().atMost(SOON).until(() -> pipeline() == null);
  }

  CdcPipeline pipeline() {
    return operator.pipeline("shop", "orders");
  }

  ChangefeedStatus status() {
    return pipeline().getStatus().changefeed();
  }

  String condition(ConditionType type) {
    return operator.condition("shop", "orders", type);
  }

  void awaitCondition(ConditionType type, String beginning) {
    awaitCondition(type, condition -> condition.startsWith(beginning));
  }

  void awaitCondition(ConditionType type, Predicate<String> wanted) {
    await().atMost(SOON).until(() -> reconcileSoonerUnless(wanted.test(condition(type))));
  }

  void awaitEvent(String part) {
    await()
        .atMost(SOON)
        .until(() -> reconcileSoonerUnless(events().stream().anyMatch(e -> e.contains(part))));
  }

  void awaitSinkUri(String part) {
    await().atMost(SOON).until(() -> reconcileSoonerUnless(ticdc.sinkUri(ID).contains(part)));
  }

  /** The clock moves and a reconcile follows, so that no back-off or interval is waited for. */
  private boolean reconcileSoonerUnless(boolean done) {
    if (!done) {
      clock.ahead(STEP);
      operator.nudge("shop", "orders", AT_ONCE);
    }
    return done;
  }

  /** That many more observations of TiCDC, each as soon as the clock allows. */
  void observations(int number) {
    for (int i = 0; i < number; i++) {
      int before = ticdc.calls().size();
      clock.ahead(BETWEEN_OBSERVATIONS);
      operator.nudge("shop", "orders", AT_ONCE);
      await().until(() -> ticdc.calls().size() > before);
    }
  }

  List<String> events() {
    return operator.client().v1().events().inNamespace("shop").list().getItems().stream()
        .map((Event e) -> e.getType() + " " + e.getReason() + ": " + e.getMessage())
        .toList();
  }

  @Override
  public void close() {
    operator.close();
    ticdc.close();
  }
}
