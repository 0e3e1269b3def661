package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.PlayedPipeline.Step;
import io.cdcpipeline.testkit.apiserver.RequestFault;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.fault.LongFault;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API server that is up and answers a part or all of the operator's requests with errors. */
@LongFault
class ApiStormTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int REFUSED = 20;
  private static final List<RequestFault> ERRORS =
      List.of(RequestFault.CONFLICT, RequestFault.TOO_MANY_REQUESTS, RequestFault.INTERNAL_ERROR);

  private final OperatorFixture operator = ManagedSystems.operator();
  private final PlayedPipeline pipeline = new PlayedPipeline(operator);

  @BeforeEach
  void start() {
    ManagedSystems.keepReady(operator);
  }

  @AfterEach
  void close() {
    operator.close();
  }

  @Test
  @FailureMode(
      fault =
          "The API server answers half of the operator's requests with 409, 429 or 500 while a"
              + " pipeline is created, changed and deleted",
      effect = "it ends with the same objects as without errors, and nothing is left")
  void everyStepEndsAsWithoutErrors() {
    pipeline.learn();
    operator.restart(ManagedSystems.stages());
    for (var step : Step.values()) {
      var refused = refuse(0.5);
      pipeline.start(step);
      await().atMost(SOON).until(() -> refused.get() > REFUSED || ended(step));
      operator.api().faults().clear();
      pipeline.end(step);
    }
  }

  @Test
  @FailureMode(
      fault = "The API server answers every request of the operator with 409, 429 or 500",
      effect = "the operator retries ever more slowly, and continues afterwards")
  void theOperatorBacksOff() {
    pipeline.start(Step.CREATE);
    pipeline.awaitChildren("Deployment/shop-consumer");
    var refused = refuse(1);
    pipeline.scale(4);
    await().atMost(SOON).until(() -> refused.get() > 0);
    double before = operator.attempts();
    int requests = refused.get();
    await().atMost(SOON).pollDelay(Duration.ofSeconds(10)).until(() -> true);
    assertThat(operator.attempts() - before).as("reconciles in 10 s").isLessThan(8);
    assertThat(refused.get() - requests).as("requests in 10 s").isLessThan(400);
    operator.api().faults().clear();
    pipeline.awaitScaled(4);
  }

  private boolean ended(Step step) {
    return step == Step.DELETE && operator.pipeline("shop", "shop") == null;
  }

  /** From now on that part of the operator's requests fails. */
  private AtomicInteger refuse(double part) {
    var random = new Random(1);
    var refused = new AtomicInteger();
    operator
        .api()
        .faults()
        .set(
            request -> {
              if (!isOwn(request) || random.nextDouble() >= part) {
                return RequestFault.NONE;
              }
              int kind = request.isWrite() ? random.nextInt(3) : 1 + random.nextInt(2);
              refused.incrementAndGet();
              return ERRORS.get(kind);
            });
    return refused;
  }

  private static boolean isOwn(RequestLog.Entry request) {
    return request.userAgent().startsWith(OperatorFixture.USER_AGENT);
  }
}
