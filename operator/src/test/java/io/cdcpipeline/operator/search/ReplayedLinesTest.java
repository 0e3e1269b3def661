package io.cdcpipeline.operator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.operator.api.ReplayState;
import io.cdcpipeline.operator.api.ReplayStatus;
import io.cdcpipeline.operator.api.ReplayedLine;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusSections;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A replay ends in the index. */
class ReplayedLinesTest {
  private static final List<ReplayedLine> LAST =
      List.of(new ReplayedLine(0, 7L), new ReplayedLine(1, 9L));
  private final SearchStageFixture scene = new SearchStageFixture(new Replaying());

  /** The consumer stage of a replay whose lines are all written. */
  private record Replaying() implements Stage {
    @Override
    public ConditionType type() {
      return ConditionType.CONSUMER;
    }

    @Override
    public StageStatus reconcile(StageContext context) {
      var before = context.pipeline().getStatus();
      var replay =
          before == null || before.replay() == null
              ? ReplayStatus.waiting(1L, "some is missing").indexing(42L, LAST, "some is missing")
              : before.replay();
      return StageStatus.ready("").withSection(StatusSections.of(replay));
    }
  }

  @AfterEach
  void stop() {
    scene.close();
  }

  @Test
  void succeedsWhenTheLastLineOfEachPartIsFound() {
    scene.elasticsearch.records = List.of(LAST.get(0));
    scene.ready();
    await().until(() -> searches() > 0);
    scene.operator.nudge("shop", "shop");
    assertThat(replay().state()).isEqualTo(ReplayState.INDEXING);

    scene.elasticsearch.records = LAST;
    scene.clock.advance(Duration.ofMinutes(1));
    scene.operator.nudge("shop", "shop");

    await().until(() -> replay().state() == ReplayState.SUCCEEDED);
    assertThat(replay().lastLines()).isNull();
    assertThat(replay().message()).isEqualTo("some is missing");
    assertThat(replay().finishedAt()).isNotNull();
    long searches = searches();
    scene.clock.advance(Duration.ofMinutes(1));
    scene.operator.nudge("shop", "shop");
    assertThat(searches()).as("searches after the end").isEqualTo(searches);
  }

  private long searches() {
    return scene.elasticsearch.calls.stream()
        .filter(call -> call.startsWith("search cdc-events"))
        .count();
  }

  private ReplayStatus replay() {
    return scene.operator.pipeline("shop", "shop").getStatus().replay();
  }
}
