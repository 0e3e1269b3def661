package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.PlayedPipeline.Step;
import io.cdcpipeline.testkit.apiserver.RequestFault;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.fault.LongFault;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The operator dies before its first, second, third ... write, and another starts with what the API
 * server has. Dying after a write is the same as dying before the next.
 */
@LongFault
class OperatorKillTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Longer than an undisturbed operator is ever silent while it has something to write. */
  private static final Duration QUIET = Duration.ofMillis(1500);

  private final OperatorFixture operator = ManagedSystems.operator();
  private final PlayedPipeline pipeline = new PlayedPipeline(operator);

  @BeforeEach
  void learn() {
    ManagedSystems.keepReady(operator);
    pipeline.learn();
  }

  @AfterEach
  void close() {
    operator.close();
  }

  @Test
  @FailureMode(
      fault =
          "The operator is killed before any of its writes while a pipeline is created, changed or"
              + " deleted",
      effect =
          "the next one ends with the same objects as one that was not killed; nothing is left of"
              + " a deleted pipeline, and nothing of others is touched")
  void theNextOneFinishesWhateverWasBegun() {
    for (var fatal : Step.values()) {
      int writes = 0;
      while (survivesDeathBefore(writes + 1, fatal)) {
        writes++;
      }
      assertThat(writes).as("writes to %s", fatal).isGreaterThan(5);
    }
  }

  @Test
  void aPipelineThatIsDeletedHalfCreatedLeavesNothing() {
    for (int write = 1; diesBefore(write, Step.CREATE); write++) {
      pipeline.awaitVolumes();
      pipeline.start(Step.DELETE);
      operator.restart(ManagedSystems.stages());
      pipeline.end(Step.DELETE);
    }
  }

  /** False if there were fewer writes. */
  private boolean survivesDeathBefore(int write, Step fatal) {
    boolean died = false;
    for (var step : Step.values()) {
      if (step == fatal) {
        died = diesBefore(write, step);
        operator.restart(ManagedSystems.stages());
      } else if (step == Step.CHANGE) {
        continue; // of no interest to the others
      } else {
        pipeline.start(step);
      }
      pipeline.end(step);
    }
    return died;
  }

  private boolean diesBefore(int write, Step step) {
    var writes = new AtomicInteger();
    var last = new AtomicLong(System.nanoTime());
    operator
        .api()
        .faults()
        .set(
            request -> {
              boolean own = request.userAgent().startsWith(OperatorFixture.USER_AGENT);
              if (own && request.isWrite() && !request.resource().equals("events")) {
                writes.incrementAndGet();
                last.set(System.nanoTime());
              }
              return own && writes.get() >= write ? RequestFault.CUT : RequestFault.NONE;
            });
    pipeline.start(step);
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> writes.get() >= write || System.nanoTime() - last.get() > QUIET.toNanos());
    operator.stop();
    operator.api().faults().clear();
    return writes.get() >= write;
  }
}
