package io.cdcpipeline.operator;

import io.cdcpipeline.operator.real.RealApi;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/**
 * Waits while time passes quickly for the operator, which looks at some things once a minute only:
 * its clock is moved on, and the namespace's pipelines are reconciled.
 */
record PassingTime(RealApi api, RealOperator operator) {
  private static final Duration BETWEEN = Duration.ofMillis(500);
  private static final Duration STEP = Duration.ofSeconds(10);

  /** Three minutes in a wait: what is asked most seldom is asked twice, and no stage gives up. */
  private static final int STEPS = 18;

  void await(String namespace, Duration atMost, ThrowingRunnable assertion) {
    var polls = new AtomicInteger();
    Awaitility.await()
        .atMost(atMost)
        .pollDelay(Duration.ZERO)
        .pollInterval(BETWEEN)
        .untilAsserted(
            () -> {
              int poll = polls.getAndIncrement();
              if (poll > 0 && poll <= STEPS) {
                step(namespace, poll);
              }
              assertion.run();
            });
  }

  private void step(String namespace, int number) {
    operator.ahead(STEP);
    SteadyState.children(api, namespace).stream()
        .findFirst()
        .ifPresent(child -> SteadyState.nudge(api, child, number));
  }
}
