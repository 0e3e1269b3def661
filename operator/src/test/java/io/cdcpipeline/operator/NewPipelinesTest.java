package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewPipelinesTest {
  private static final ResourceID A = new ResourceID("a", "shop");
  private static final ResourceID B = new ResourceID("b", "shop");
  private static final ResourceID C = new ResourceID("c", "shop");
  private static final ResourceID D = new ResourceID("d", "shop");

  private final List<ResourceID> triggered = new ArrayList<>();
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final NewPipelines pipelines = new NewPipelines(2, triggered::add, later::add);

  @Test
  void theyTakeTurnsInTheOrderInWhichTheyCame() {
    assertThat(pipelines.admit(A)).isTrue();
    assertThat(pipelines.admit(B)).isTrue();
    assertThat(pipelines.admit(C)).isFalse();
    assertThat(pipelines.admit(D)).isFalse();
    assertThat(pipelines.isWaiting(C)).isTrue();
    assertThat(triggered).isEmpty();

    pipelines.done(A);
    assertThat(triggered).containsExactly(C);
    assertThat(pipelines.isWaiting(C)).isFalse();

    pipelines.done(B);
    assertThat(triggered).containsExactly(C, D);
  }

  @Test
  void theEventsOfWhoseTurnItIsPass() {
    pipelines.admit(A);
    pipelines.admit(B);
    pipelines.admit(C);
    pipelines.done(A);

    assertThat(pipelines.admit(B)).isTrue();
    assertThat(pipelines.admit(C)).isTrue();
    assertThat(pipelines.admit(D)).isFalse();
  }

  @Test
  void onlyNewOnesTakePlaces() {
    pipelines.admit(A);
    pipelines.admit(B);
    pipelines.admit(C);
    pipelines.done(D);

    assertThat(triggered).isEmpty();
  }

  @Test
  void whoIsDeletedBeforeItsTurnHoldsNobodyUp() {
    pipelines.admit(A);
    pipelines.admit(B);
    pipelines.admit(C);
    pipelines.admit(D);

    pipelines.done(C); // deleted
    assertThat(triggered).isEmpty();
    pipelines.done(A);
    assertThat(triggered).containsExactly(D);
  }

  /** Refused by a webhook, say: the SDK tries again, and never calls the reconciler. */
  @Test
  void whoNeverGetsItsFinalizerIsPassedOver() {
    pipelines.admit(A);
    pipelines.admit(B);
    pipelines.admit(C);
    pipelines.admit(D);

    pass();
    assertThat(triggered).containsExactly(C);
    pipelines.done(C);
    assertThat(triggered).containsExactly(C, D);
    pass();
    assertThat(later).isEmpty();
  }

  @Test
  void whoIsOnlySlowIsNotReplacedOnceMore() {
    pipelines.admit(A);
    pipelines.admit(B);
    pipelines.admit(C);
    pipelines.admit(D);
    pass();

    pipelines.done(A);
    assertThat(triggered).containsExactly(C);
    pipelines.done(B);
    assertThat(triggered).containsExactly(C, D);
  }

  @Test
  void nobodyIsAdmittedBesideThoseWhoAdvance() {
    pipelines.admit(A);
    pipelines.admit(B);
    pipelines.admit(C);
    pipelines.admit(D);
    pipelines.done(A);

    pass();
    assertThat(triggered).containsExactly(C);
  }

  private void pass() {
    later.remove().run();
  }
}
