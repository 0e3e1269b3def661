package io.cdcpipeline.operator;

import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.PlayedPipeline.Step;
import io.cdcpipeline.testkit.apiserver.RequestFault;
import io.cdcpipeline.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A child whose creation no watch has shown is not believed in for ever. */
class UnseenCreationTest {
  private static final String POLICIES = "networkpolicies";
  private static final String POLICY = "NetworkPolicy/shop-ticdc-api";

  private final ManualClock clock = new ManualClock(Instant.now());
  private final OperatorFixture operator = ManagedSystems.operator(clock);
  private final PlayedPipeline pipeline = new PlayedPipeline(operator);

  @AfterEach
  void close() {
    operator.close();
  }

  @Test
  void aChildDeletedBeforeTheWatchShowedItIsCreatedAgain() {
    operator
        .api()
        .faults()
        .set(
            request ->
                request.verb().equals("watch") && request.path().contains(POLICIES)
                    ? RequestFault.CUT
                    : RequestFault.NONE);
    pipeline.start(Step.CREATE);
    pipeline.awaitChildren(POLICY);
    operator.client().network().v1().networkPolicies().inNamespace("shop").delete();
    operator.api().compact();
    operator.api().requests().clear();
    operator.api().faults().clear();
    await().until(this::isListedAgain);

    clock.advance(Duration.ofMinutes(1));
    operator.nudge("shop", "shop");
    pipeline.awaitChildren(POLICY);
  }

  private boolean isListedAgain() {
    return !operator
        .api()
        .requests()
        .entries(r -> r.verb().equals("list") && r.path().contains(POLICIES))
        .isEmpty();
  }
}
