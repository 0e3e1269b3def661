package io.cdcpipeline.local.demo;

import static io.cdcpipeline.local.demo.FaultPlatform.TABLE;
import static io.cdcpipeline.local.demo.FaultPlatform.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.testkit.fault.FailureMode;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever fails on the way, every hop ends up with the same changes. */
@ExtendWith(FaultPlatform.Shared.class)
class PipelineFaultIT {
  private final Demo demo;
  private final Session session;
  private final Workload workload;
  private final FaultPlatform platform;

  PipelineFaultIT(FaultPlatform platform) {
    this.platform = platform;
    this.demo = platform.demo();
    this.session = platform.session();
    this.workload = platform.workload();
  }

  @Test
  @FailureMode(
      fault = "A consumer is killed (SIGKILL) under load",
      effect =
          "it is restarted and continues after the last commit; what it repeats gets the same"
              + " document IDs and is counted apart; rows agree")
  void aKilledConsumerLosesNothingAndCountsNothingTwice() {
    long before = workload.committed().total();
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(() -> workload.insert(TABLE, 3_000, 20));
    await().atMost(TIMEOUT).until(() -> Hops.lines(session.consumers()).total() > before + 200);
    session.consumers().get(0).kill();
    load.join();
    platform.awaitEqualData();

    Counts counted = Hops.counters(session.consumers());
    workload.update(TABLE, 300);
    platform.awaitEqualData();
    TableOp updates = TableOp.of(session.database(), TABLE, "update");
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(Hops.counters(session.consumers()).of(updates))
                    .isEqualTo(counted.of(updates) + 300));
  }

  @Test
  @FailureMode(
      fault = "The only Kafka broker is stopped for some seconds while rows change",
      effect = "TiCDC holds the changes back and sends them afterwards; rows agree")
  void aStoppedBrokerOnlyDelaysChanges() {
    session.broker().stop();
    workload.insert(TABLE, 500, 50);
    session.broker().start();
    workload.insert(TABLE, 100, 10);
    platform.awaitEqualData();
  }

  @Test
  @FailureMode(
      fault = "The operator is killed and stays away while rows change",
      effect = "data flows without it; the next one takes over what it finds; rows agree",
      shown = "the status is not updated meanwhile")
  void dataFlowsWithoutTheOperatorAndAfterItsRestart() {
    demo.operator().kill();
    workload.insert(TABLE, 400, 25);
    platform.awaitEqualData();
    demo.operator().start();
    demo.awaitReady();
    workload.delete(TABLE, 50);
    platform.awaitEqualData();
  }

  @Test
  @FailureMode(
      fault = "TiCDC is killed under load",
      effect = "it resumes at its checkpoint and repeats what came after; rows agree")
  void aKilledTicdcResumesAtItsCheckpoint() {
    CompletableFuture<Void> load =
        CompletableFuture.runAsync(() -> workload.insert(TABLE, 1_000, 10));
    demo.platform().databases().ticdc(demo.pipelineName()).orElseThrow().kill();
    load.join();
    workload.update(TABLE, 100);
    platform.awaitEqualData();
  }
}
