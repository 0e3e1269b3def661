package io.cdcpipeline.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewPipelinesTest {
  private static final ResourceID A = new ResourceID("a", "shop");
  private static final ResourceID B = new ResourceID("b", "shop");
  private static final ResourceID C = new ResourceID("c", "shop");
  private static final ResourceID D = new ResourceID("d", "shop");

  private final List<ResourceID> triggered = new ArrayList<>();
  private final NewPipelines pipelines = new NewPipelines(2, triggered::add);

  @Test
  void theyTakeTurnsInTheOrderInWhichTheyCame() {
    assertThat(pipelines.admit(A)).isTrue();
    assertThat(pipelines.admit(B)).isTrue();
    assertThat(pipelines.admit(C)).isFalse();
    assertThat(pipelines.admit(D)).isFalse();
    assertThat(triggered).isEmpty();

    pipelines.done(A);
    assertThat(triggered).containsExactly(C);
    assertThat(pipelines.admit(C)).isTrue();
    assertThat(pipelines.admit(D)).isFalse();

    pipelines.done(B);
    assertThat(triggered).containsExactly(C, D);
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
    pipelines.done(A);
    assertThat(triggered).containsExactly(C);

    pipelines.done(C); // deleted
    assertThat(triggered).containsExactly(C, D);
    assertThat(pipelines.admit(D)).isTrue();
  }
}
