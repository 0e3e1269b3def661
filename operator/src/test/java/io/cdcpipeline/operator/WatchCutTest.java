package io.cdcpipeline.operator;

import io.cdcpipeline.operator.PlayedPipeline.Step;
import io.cdcpipeline.testkit.apiserver.RequestFault;
import io.cdcpipeline.testkit.clock.ManualClock;
import io.cdcpipeline.testkit.fault.FailureMode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API server that ends watches, as every one does, or no longer has what they missed. */
class WatchCutTest {
  private static final int TIMES = 3;
  private static final String[] CHILDREN = {
    "Deployment/shop-consumer", "ConfigMap/shop-consumer", "NetworkPolicy/shop-ticdc-api"
  };

  private final ManualClock clock = new ManualClock(Instant.now());
  private final OperatorFixture operator = ManagedSystems.operator(clock);
  private final PlayedPipeline pipeline = new PlayedPipeline(operator);

  @BeforeEach
  void start() {
    ManagedSystems.keepReady(operator);
    pipeline.start(Step.CREATE);
    pipeline.awaitChildren(CHILDREN);
  }

  @AfterEach
  void close() {
    operator.close();
  }

  @Test
  @FailureMode(
      fault = "The API server ends all watches, again and again",
      effect = "what changes meanwhile is seen when they are back")
  void changesBetweenWatchesAreSeen() {
    for (int i = 0; i < TIMES; i++) {
      miss(i + 4);
      watchesReturn(i + 4);
    }
  }

  @Test
  @FailureMode(
      fault = "The API server ends all watches and answers new ones with 410 Gone",
      effect = "everything is listed again; what changed meanwhile is seen")
  void changesThatNoWatchCanReplayAreSeen() {
    for (int i = 0; i < TIMES; i++) {
      miss(i + 4);
      operator.api().compact();
      watchesReturn(i + 4);
    }
  }

  /** While nothing can be watched, children are deleted and the spec is changed. */
  private void miss(int consumers) {
    operator
        .api()
        .faults()
        .set(request -> request.verb().equals("watch") ? RequestFault.CUT : RequestFault.NONE);
    operator.api().cutWatches();
    operator.client().configMaps().inNamespace("shop").withName("shop-consumer").delete();
    operator.client().network().v1().networkPolicies().inNamespace("shop").delete();
    pipeline.scale(consumers);
  }

  private void watchesReturn(int consumers) {
    operator.api().faults().clear();
    clock.advance(Duration.ofMinutes(1));
    pipeline.awaitScaled(consumers);
    pipeline.awaitChildren(CHILDREN);
  }
}
