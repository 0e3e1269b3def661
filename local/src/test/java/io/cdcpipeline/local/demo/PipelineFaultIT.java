package io.cdcpipeline.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.local.Installation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever fails on the way, every hop ends with the same changes. One platform for all tests. */
class PipelineFaultIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String TABLE = "once_orders";

  private static Demo demo;
  private static Session session;
  private static Workload workload;

  /** The operator dies while it provisions, and another takes over where it stood. */
  @BeforeAll
  static void startWithAnOperatorThatDiesHalfWay() {
    DemoOptions options = DemoOptions.parse(new String[] {}, Installation.current().repository());
    demo = Demo.prepare(options, new Steps(System.out));
    demo.start();
    await()
        .atMost(PATIENCE)
        .until(() -> demo.platform().brokers().broker(demo.pipelineName()).isPresent());
    demo.operator().kill();
    demo.operator().start();
    demo.awaitReady();
    session = new Session(demo);
    workload = session.workload();
    workload.createTables();
  }

  @AfterAll
  static void stop() {
    if (workload != null) {
      workload.close();
    }
    if (demo != null) {
      demo.close(session == null);
    }
  }

  @Test
  void aKilledConsumerLosesNothingAndCountsNothingTwice() {
    long before = workload.committed().total();
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(() -> workload.insert(TABLE, 3_000, 20));
    await().atMost(PATIENCE).until(() -> Hops.lines(session.consumers()).total() > before + 200);
    session.consumers().get(0).kill();
    load.join();
    awaitEqualData();

    Counts counted = Hops.counters(session.consumers());
    workload.update(TABLE, 300);
    awaitEqualData();
    TableOp updates = TableOp.of(session.database(), TABLE, "update");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Hops.counters(session.consumers()).of(updates))
                    .isEqualTo(counted.of(updates) + 300));
  }

  @Test
  void aStoppedBrokerOnlyDelays() {
    session.broker().stop();
    workload.insert(TABLE, 500, 50);
    session.broker().start();
    workload.insert(TABLE, 100, 10);
    awaitEqualData();
  }

  @Test
  void dataFlowsWithoutTheOperatorAndWithTheNextOne() {
    demo.operator().kill();
    workload.insert(TABLE, 400, 25);
    awaitEqualData();
    demo.operator().start();
    demo.awaitReady();
    workload.delete(TABLE, 50);
    awaitEqualData();
  }

  @Test
  void aKilledTicdcGoesOnWhereItStood() {
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(() -> workload.insert(TABLE, 1_000, 10));
    demo.platform().databases().ticdc(demo.pipelineName()).orElseThrow().kill();
    load.join();
    workload.update(TABLE, 100);
    awaitEqualData();
  }

  private static void awaitEqualData() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              Comparison comparison = session.compareData(workload);
              assertThat(comparison.equal()).as(comparison.table()).isTrue();
            });
  }
}
