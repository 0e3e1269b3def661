package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.OperatorFixture;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.StageStatus;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The ConfigMap of what was applied, written by reconcile and background threads at once. */
class AppliedStateTest {
  private static final int WRITES = 50;

  /** Hands its state to the test, as a stage hands it to a background thread. */
  private static final class Recording implements Stage {
    private volatile AppliedState recorded;

    @Override
    public ConditionType type() {
      return ConditionType.DATABASE;
    }

    @Override
    public StageStatus reconcile(StageContext context) {
      context.appliedState().put("reconcile", "done");
      if (recorded == null) {
        context.appliedState().put("removed", "soon");
        context.appliedState().remove("removed");
        recorded = context.appliedState();
      }
      return StageStatus.ready("ready");
    }
  }

  @Test
  void concurrentWritersSeeTheirOwnValuesAndLoseNone() throws Exception {
    var stage = new Recording();
    var threads = Executors.newFixedThreadPool(2);
    try (var operator = new OperatorFixture(Clock.systemUTC(), List.of(), stage)) {
      operator.apply(
          """
          apiVersion: cdcpipeline.io/v1alpha1
          kind: CdcPipeline
          metadata: {name: shop, namespace: shop}
          spec: {changefeed: {tables: ["shop.*"]}}
          """);
      await().until(() -> stage.recorded != null);

      List<Future<Boolean>> results =
          threads.invokeAll(
              List.of(writer(stage.recorded, "first"), writer(stage.recorded, "second")));

      for (Future<Boolean> everyReadWasCurrent : results) {
        assertThat(everyReadWasCurrent.get()).isTrue();
      }
      var configMap = operator.client().configMaps().inNamespace("shop").withName("shop-applied");
      assertThat(configMap.get().getData())
          .isEqualTo(Map.of("reconcile", "done", "first", "49", "second", "49"));
    } finally {
      threads.shutdownNow();
    }
  }

  private static Callable<Boolean> writer(AppliedState state, String key) {
    return () -> {
      boolean current = true;
      for (int i = 0; i < WRITES; i++) {
        state.put(key, String.valueOf(i));
        current &= state.get(key).equals(Optional.of(String.valueOf(i)));
      }
      return current;
    };
  }
}
