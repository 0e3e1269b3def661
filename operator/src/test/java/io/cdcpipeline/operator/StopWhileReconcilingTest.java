package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.StageStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Informers stop before the reconciles that read them: an empty informer must not be believed. */
class StopWhileReconcilingTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String PIPELINE =
      """
      apiVersion: cdcpipeline.io/v1alpha1
      kind: CdcPipeline
      metadata: {name: orders, namespace: shop}
      spec: {changefeed: {tables: ["shop.%s"]}}
      """;

  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch inTheMiddle = new CountDownLatch(1);
  private final CompletableFuture<String> found = new CompletableFuture<>();

  @Test
  void aStoppedInformerDoesNotReportItsChildrenAsGone() throws Exception {
    try (var operator = new OperatorFixture(Clock.systemUTC(), List.of(), new Slow())) {
      operator.apply(PIPELINE.formatted("a"));
      await()
          .atMost(SOON)
          .until(() -> operator.condition("shop", "orders", ConditionType.KAFKA).contains("made"));

      stopping.set(true);
      operator.apply(PIPELINE.formatted("b"));
      assertThat(inTheMiddle.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      operator.restart();

      assertThat(found).succeedsWithin(SOON).isEqualTo("the operator is stopping");
    }
  }

  /** Once stopping, keeps reading its child until the result changes. */
  private final class Slow implements Stage {
    @Override
    public ConditionType type() {
      return ConditionType.KAFKA;
    }

    @Override
    public StageStatus reconcile(StageContext context) {
      var name = context.names().consumer();
      context.secrets().apply(name, ComponentName.KAFKA, Map.of(), false);
      if (stopping.get()) {
        inTheMiddle.countDown();
        await().atMost(SOON).pollInSameThread().until(() -> !there(context, name));
      }
      return StageStatus.ready("made");
    }

    private boolean there(StageContext context, String name) {
      try {
        boolean there = context.children().get(ResourceKind.SECRET, name).isPresent();
        return there || !found.complete("gone");
      } catch (RejectedExecutionException e) {
        return !found.complete(e.getMessage());
      }
    }

    @Override
    public boolean cleanup(StageContext context) {
      return true;
    }
  }
}
