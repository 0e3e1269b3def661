package io.cdcpipeline.operator.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.remote.RemoteQueries.Urgency;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class RemoteQueriesTest {
  private static final ResourceID SHOP = new ResourceID("shop", "ns");
  private static final Duration FRESH = Duration.ofSeconds(30);
  private final Queue<Runnable> queue = new ArrayDeque<>();
  private final Queue<Runnable> slow = new ArrayDeque<>();
  private final List<ResourceID> woken = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private final RemoteQueries background =
      new RemoteQueries(queue::add, slow::add, new TestClock(), woken::add);
  private final RemoteQueries.ForPipeline shop = background.forPipeline(SHOP);

  @Test
  void isPendingUntilTheWorkIsDoneAndThenTriggersAReconcile() {
    assertThat(shop.query("q", 1, FRESH, () -> "yes").isPending()).isTrue();
    queue.remove().run();

    assertThat(woken).containsExactly(SHOP);
    assertThat(shop.query("q", 1, FRESH, () -> "no").value()).isEqualTo("yes");
    assertThat(queue).isEmpty();
  }

  @Test
  void runsOnceHoweverOftenItIsQueriedMeanwhile() {
    shop.query("q", 1, FRESH, () -> "yes");
    shop.query("q", 1, FRESH, () -> "yes");
    shop.query("q", 2, FRESH, () -> "yes");

    assertThat(queue).hasSize(1);
  }

  @Test
  void returnsTheOldAnswerWhileItIsRefreshed() {
    answer("old");
    now = now.plus(FRESH).plusSeconds(1);

    assertThat(shop.query("q", 1, FRESH, () -> "new").value()).isEqualTo("old");
    queue.remove().run();
    assertThat(shop.query("q", 1, FRESH, () -> "newer").value()).isEqualTo("new");
  }

  @Test
  void doesNotTriggerAReconcileForTheSameAnswer() {
    answer("same");
    now = now.plus(FRESH).plusSeconds(1);
    shop.query("q", 1, FRESH, () -> "same");
    queue.remove().run();

    assertThat(woken).hasSize(1);
  }

  @Test
  void isUrgentWhileAnAnswerIsAFailureOrIsToBeFreshWithinSeconds() {
    assertThat(background.urgency(SHOP)).isEqualTo(Urgency.NONE);
    answer("yes");
    assertThat(background.urgency(SHOP)).isEqualTo(Urgency.USUAL);

    shop.query("q", 1, Duration.ofSeconds(2), () -> "yes");
    assertThat(background.urgency(SHOP)).as("whoever asked last decides").isEqualTo(Urgency.SOON);
    shop.query("q", 1, FRESH, () -> "yes");
    assertThat(background.urgency(SHOP)).isEqualTo(Urgency.USUAL);

    shop.query("q", 2, FRESH, RemoteQueriesTest::fails);
    queue.remove().run();
    assertThat(background.urgency(SHOP)).isEqualTo(Urgency.SOON);
    now = now.plusSeconds(31);
    assertThat(background.urgency(SHOP)).as("nobody asks any more").isEqualTo(Urgency.USUAL);
  }

  @Test
  void anotherInputIsAnotherQuery() {
    answer("for 1");

    assertThat(shop.query("q", 2, FRESH, () -> "for 2").isPending()).isTrue();
    queue.remove().run();
    assertThat(shop.query("q", 2, FRESH, () -> "").value()).isEqualTo("for 2");
  }

  @Test
  void aFailureIsAnAnswer() {
    shop.query("q", 1, FRESH, RemoteQueriesTest::fails);
    queue.remove().run();

    var answer = shop.query("q", 1, FRESH, () -> "yes");
    assertThat(answer.failure()).hasMessage("no route");
    assertThat(answer.failure().reason()).isEqualTo(Reason.Unreachable);
    assertThat(answer.isPending()).isFalse();
  }

  @Test
  void aRefusalOfTheKubernetesApiKeepsItsReason() {
    shop.query(
        "q",
        1,
        FRESH,
        () -> {
          throw new KubernetesClientException("no", 403, null);
        });
    queue.remove().run();

    assertThat(shop.query("q", 1, FRESH, () -> "yes").failure().reason())
        .isEqualTo(Reason.Forbidden);
  }

  @Test
  void aBugIsAnInternalErrorWithoutItsText() {
    shop.query(
        "q",
        1,
        FRESH,
        () -> {
          throw new IllegalStateException("password s3cret");
        });
    queue.remove().run();

    assertThat(shop.query("q", 1, FRESH, () -> "yes").failure())
        .hasMessage("IllegalStateException: see the operator's log");
  }

  @Test
  void anErrorOfTheJvmIsAnAnswerTooAndTheQueryRunsAgain() {
    shop.query(
        "q",
        1,
        FRESH,
        () -> {
          throw new NoClassDefFoundError("Missing");
        });
    queue.remove().run();

    assertThat(woken).containsExactly(SHOP);
    assertThat(shop.query("q", 1, FRESH, () -> "yes").failure())
        .hasMessage("NoClassDefFoundError: see the operator's log");
    now = now.plus(FRESH);
    shop.query("q", 1, FRESH, () -> "yes");
    queue.remove().run();
    assertThat(shop.query("q", 1, FRESH, () -> "yes").value()).isEqualTo("yes");
  }

  @Test
  void anInputThatCameWhileAnotherWasRefreshedTriggersAReconcile() {
    answer("same");
    now = now.plus(FRESH).plusSeconds(1);
    shop.query("q", 1, FRESH, () -> "same");
    assertThat(shop.query("q", 2, FRESH, () -> "for 2").isPending()).isTrue();
    queue.remove().run();

    assertThat(woken).hasSize(2);
  }

  @Test
  void aSlowQueryRunsOnTheSlowExecutorUntilItIsQuickAgain() {
    shop.query("q", 1, FRESH, () -> hangs(20));
    queue.remove().run();
    now = now.plus(FRESH).plusSeconds(1);

    shop.query("q", 1, FRESH, () -> "quick again");
    assertThat(queue).isEmpty();
    slow.remove().run();
    now = now.plus(FRESH).plusSeconds(1);

    shop.query("q", 1, FRESH, () -> "yes");
    assertThat(slow).isEmpty();
    assertThat(queue).hasSize(1);
  }

  @Test
  void retriesBecomeLessFrequentUpToHalfAMinute() {
    var tries = new ArrayList<Long>();
    for (long second = 0; second <= 160; second++) {
      now = Instant.EPOCH.plusSeconds(second);
      shop.query("q", 1, FRESH, RemoteQueriesTest::fails);
      if (!queue.isEmpty()) {
        queue.remove().run();
        tries.add(second);
      }
    }

    assertThat(tries).containsExactly(0L, 10L, 20L, 40L, 70L, 100L, 130L, 160L);
  }

  private static String fails() {
    throw new StageException(Reason.Unreachable, "no route");
  }

  private String hangs(long seconds) {
    now = now.plusSeconds(seconds);
    return "after all";
  }

  @Test
  void forgottenPipelinesStayForgotten() {
    shop.query("q", 1, FRESH, () -> "late");
    background.forget(SHOP);
    queue.remove().run();

    assertThat(woken).isEmpty();
  }

  private void answer(String value) {
    shop.query("q", 1, FRESH, () -> value);
    queue.remove().run();
  }

  private final class TestClock extends Clock {
    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
