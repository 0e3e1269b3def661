package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.PlayedPipeline.Step;
import io.cdcpipeline.testkit.apiserver.RequestLog;
import io.cdcpipeline.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a new pipeline asks of the API server beside its children. */
class NewPipelineTest {
  private static final int CALLS = 12;
  private static final long STATUS_WRITES = 2;
  private static final Duration STEP = Duration.ofSeconds(5);

  private final ManualClock clock = new ManualClock(Instant.now());
  private final OperatorFixture operator = ManagedSystems.operator(clock);
  private final PlayedPipeline pipeline = new PlayedPipeline(operator);

  @AfterEach
  void close() {
    operator.close();
  }

  @Test
  void noSecretIsAskedForBeforeItIsCreated() {
    ManagedSystems.keepReady(operator);
    pipeline.start(Step.CREATE);
    pipeline.awaitChildren("Deployment/shop-consumer");
    assertThat(secrets("patch")).contains("shop-db-root", "shop-kafka-consumer");
    assertThat(secrets("get")).doesNotContainAnyElementsOf(created());
  }

  /** The first pipeline starts the informers, which the second one no longer needs. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itsFirstMinuteTakesFewCallsBesideItsApplies(boolean othersWork) {
    if (othersWork) {
      ManagedSystems.keepReady(operator);
    }
    firstMinute("first");
    firstMinute("second");

    var calls = calls("second");
    long own = calls.getOrDefault("patch cdcpipelines shop", 0L);
    long number = calls.values().stream().mapToLong(Long::longValue).sum() - own;
    assertThat(number).as(calls.toString()).isPositive().isLessThanOrEqualTo(CALLS);
    if (!othersWork) {
      // A child that is reported late changes the message of Ready once more.
      assertThat(own)
          .as("its finalizer and its status")
          .isBetween(STATUS_WRITES, STATUS_WRITES + 1);
    }
  }

  private void firstMinute(String namespace) {
    operator.apply(
        """
        apiVersion: cdcpipeline.io/v1alpha1
        kind: CdcPipeline
        metadata: {name: shop, namespace: %s}
        spec: {changefeed: {tables: ["shop.*"]}}
        """
            .formatted(namespace));
    await().until(() -> operator.pipeline(namespace, "shop").getStatus() != null);
    for (var passed = Duration.ZERO; passed.toSeconds() < 55; passed = passed.plus(STEP)) {
      clock.advance(STEP);
      operator.nudge(namespace, "shop");
    }
  }

  /** How many of each kind the operator has made in a namespace, without the children's applies. */
  private Map<String, Long> calls(String namespace) {
    return operator
        .api()
        .requests()
        .entries(r -> r.userAgent().startsWith(OperatorFixture.USER_AGENT))
        .stream()
        .filter(r -> r.path().contains("/namespaces/" + namespace))
        .filter(r -> !r.verb().equals("patch") || r.resource().equals("cdcpipelines"))
        .map(r -> r.verb() + " " + r.resource() + " " + r.name())
        .collect(Collectors.groupingBy(call -> call, TreeMap::new, Collectors.counting()));
  }

  /** Those applied before they were first read; root's is read again when it is used. */
  private Set<String> created() {
    var created = secrets("patch");
    created.remove("shop-db-root");
    return created;
  }

  private Set<String> secrets(String verb) {
    return operator
        .api()
        .requests()
        .entries(r -> r.userAgent().startsWith(OperatorFixture.USER_AGENT))
        .stream()
        .filter(r -> r.resource().equals("secrets") && r.verb().equals(verb))
        .map(RequestLog.Entry::name)
        .collect(Collectors.toSet());
  }
}
