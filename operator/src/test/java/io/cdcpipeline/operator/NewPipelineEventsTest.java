package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.testkit.apiserver.RequestFault;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many pipelines that are created at once wait for their turn before they get their finalizers. */
class NewPipelineEventsTest {
  private static final int PIPELINES = 12;
  private static final int AT_A_TIME = OperatorWiring.RECONCILE_THREADS - 1;
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Semaphore reconciles = new Semaphore(0);
  private final OperatorFixture operator =
      new OperatorFixture(
          Clock.systemUTC(), List.of(), new StageStub(ConditionType.KAFKA, this::oneMore));

  private StageStatus oneMore() {
    reconciles.acquireUninterruptibly();
    return StageStatus.ready("made");
  }

  @AfterEach
  void close() {
    reconciles.release(Integer.MAX_VALUE / 2);
    operator.close();
  }

  @Test
  void noneGetsItsFinalizerBeforeItsTurn() {
    create();
    await().atMost(SOON).until(() -> reconciles.getQueueLength() == AT_A_TIME);
    assertThat(finalizers()).isEqualTo(AT_A_TIME);

    reconciles.release();
    await().atMost(SOON).until(() -> finalizers() == AT_A_TIME + 1);

    reconciles.release(PIPELINES * 100);
    await().atMost(SOON).untilAsserted(() -> assertThat(reconciled()).isEqualTo(PIPELINES));
  }

  @Test
  void oneThatIsDeletedBeforeItsTurnIsGoneAtOnce() {
    create();
    await().atMost(SOON).until(() -> reconciles.getQueueLength() == AT_A_TIME);
    var last = "p" + (PIPELINES - 1);
    operator.client().resource(operator.pipeline("shop", last)).delete();
    assertThat(operator.pipeline("shop", last)).isNull();

    reconciles.release(PIPELINES * 100);
    await().atMost(SOON).untilAsserted(() -> assertThat(reconciled()).isEqualTo(PIPELINES - 1));
  }

  /** As by a webhook that lets nobody update them: the first ones never reach the reconciler. */
  @Test
  void thoseWhoseFinalizerIsRefusedDoNotKeepOthersFromTheirTurn() {
    reconciles.release(PIPELINES * 100);
    operator.api().faults().set(NewPipelineEventsTest::ofTheFirst);
    create();
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(reconciled()).isEqualTo(PIPELINES - AT_A_TIME));

    operator.api().faults().clear();
    await().atMost(SOON).untilAsserted(() -> assertThat(reconciled()).isEqualTo(PIPELINES));
  }

  @Test
  void aChangeOfOneThatWaitsWaitsWithIt() {
    create();
    await().atMost(SOON).until(() -> reconciles.getQueueLength() == AT_A_TIME);
    operator.apply(pipeline(PIPELINES - 1, "shop.orders"));

    reconciles.release(PIPELINES * 100);
    await().atMost(SOON).untilAsserted(() -> assertThat(reconciled()).isEqualTo(PIPELINES));
    var status = operator.pipeline("shop", "p" + (PIPELINES - 1)).getStatus();
    assertThat(status.observedGeneration()).isEqualTo(2);
  }

  private static RequestFault ofTheFirst(RequestLog.Entry request) {
    boolean first =
        IntStream.range(0, AT_A_TIME).anyMatch(i -> request.path().endsWith("cdcpipelines/p" + i));
    boolean own = request.userAgent().startsWith(OperatorFixture.USER_AGENT);
    return first && own && request.verb().equals("patch")
        ? RequestFault.FORBIDDEN
        : RequestFault.NONE;
  }

  private void create() {
    IntStream.range(0, PIPELINES).forEach(i -> operator.apply(pipeline(i, "shop.*")));
  }

  private static String pipeline(int number, String tables) {
    return """
    apiVersion: cdcpipeline.io/v1alpha1
    kind: CdcPipeline
    metadata: {name: p%d, namespace: shop}
    spec: {changefeed: {tables: ["%s"]}}
    """
        .formatted(number, tables);
  }

  private long finalizers() {
    return pipelines().stream().filter(p -> !p.getMetadata().getFinalizers().isEmpty()).count();
  }

  private long reconciled() {
    return pipelines().stream()
        .filter(p -> p.getStatus() != null && p.getStatus().phase() != null)
        .count();
  }

  private List<CdcPipeline> pipelines() {
    return operator.client().resources(CdcPipeline.class).inNamespace("shop").list().getItems();
  }
}
