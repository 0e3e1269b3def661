package io.cdcpipeline.operator;

import static io.cdcpipeline.operator.remote.RemoteQueries.Urgency.NONE;
import static io.cdcpipeline.operator.remote.RemoteQueries.Urgency.USUAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.api.ReplayState;
import io.cdcpipeline.operator.api.ReplayStatus;
import io.cdcpipeline.operator.remote.RemoteQueries.Urgency;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconcileIntervalTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final ResourceID FIRST = new ResourceID("p0", "ns");

  @ParameterizedTest
  @CsvSource({
    "1, 3, 10, 10",
    "40, 3, 10, 10",
    "100, 3, 10, 25",
    "330, 10, 10, 30",
    "1000, 30, 30, 30",
    "2000, 60, 60, 60"
  })
  void manyPipelinesAreReconciledLessOften(int pipelines, int soon, int ready, int settled) {
    var pace = among(pipelines);

    assertThat(pace.next(FIRST, false, USUAL, since(0), NOW)).isEqualTo(Duration.ofSeconds(soon));
    assertThat(pace.next(FIRST, true, USUAL, since(0), NOW)).isEqualTo(Duration.ofSeconds(ready));
    assertThat(pace.next(FIRST, true, USUAL, since(31, "Ready"), NOW))
        .isEqualTo(Duration.ofSeconds(settled));
  }

  @ParameterizedTest
  @CsvSource({
    "Ready, USUAL, 31, 30",
    "Suspended, USUAL, 31, 30",
    "MonitorsNotSelected, USUAL, 31, 30",
    "Ready, USUAL, 29, 10",
    "Ready, SOON, 31, 10",
    "HopStalled, USUAL, 31, 10",
    "Progressing, USUAL, 31, 10"
  })
  void onlyAPipelineThatIsSettledWaits(String reason, Urgency queries, int seconds, int next) {
    assertThat(among(200).next(FIRST, true, queries, since(seconds, reason), NOW))
        .isEqualTo(Duration.ofSeconds(next));
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "29, 3", "31, 10"})
  void aStablePipelineIsReconciledLessOften(int seconds, int next) {
    assertThat(new ReconcileInterval().next(FIRST, false, USUAL, since(seconds), NOW))
        .isEqualTo(Duration.ofSeconds(next));
  }

  @ParameterizedTest
  @CsvSource({
    "0, Progressing, 10",
    "31, Progressing, 45",
    "31, DependencyNotReady, 45",
    "31, InvalidReference, 10",
    "0, InvalidReference, 3"
  })
  void childrenThatAreWaitedForAreWatched(int seconds, String reason, int next) {
    var status = since(seconds, reason);

    assertThat(new ReconcileInterval().next(FIRST, false, NONE, status, NOW))
        .isEqualTo(Duration.ofSeconds(next));
    assertThat(new ReconcileInterval().next(FIRST, true, NONE, status, NOW))
        .as("once it is ready")
        .isEqualTo(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({"1, 45", "450, 45", "700, 70", "1000, 100", "2000, 100", "4000, 121"})
  void manyThatWaitAreLookedAtLessOften(int pipelines, int next) {
    assertThat(among(pipelines).next(FIRST, false, NONE, since(31), NOW))
        .isEqualTo(Duration.ofSeconds(next));
  }

  /** It writes on as its operator finds what it has written. */
  @ParameterizedTest
  @CsvSource({"RUNNING, 3", "INDEXING, 30", "SUCCEEDED, 30"})
  void aReplayThatRunsIsFollowedHoweverManyPipelinesThereAre(ReplayState state, int next) {
    assertThat(among(1000).next(FIRST, true, USUAL, replaying(state), NOW))
        .isEqualTo(Duration.ofSeconds(next));
  }

  private static ReconcileInterval among(int pipelines) {
    var pace = new ReconcileInterval();
    for (int i = 0; i < pipelines; i++) {
      pace.next(new ResourceID("p" + i, "ns"), true, USUAL, since(31), NOW);
    }
    return pace;
  }

  private static CdcPipelineStatus replaying(ReplayState state) {
    var replay = ReplayStatus.started(1L, "earliest", NOW.toString(), NOW.toString(), null);
    if (state == ReplayState.INDEXING) {
      replay = replay.indexing(1L, List.of(), null);
    } else if (state == ReplayState.SUCCEEDED) {
      replay = replay.finished(state, NOW.toString(), null);
    }
    return new CdcPipelineStatus(
        1L, null, since(31).conditions(), null, null, null, null, null, null, null, replay);
  }

  /** A status whose youngest condition changed that long ago. */
  private static CdcPipelineStatus since(int seconds) {
    return since(seconds, "Progressing");
  }

  private static CdcPipelineStatus since(int seconds, String reason) {
    return new CdcPipelineStatus(
        1L,
        null,
        List.of(condition(seconds, reason), condition(3600, reason)),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static Condition condition(int seconds, String reason) {
    return new Condition("Ready", "False", reason, "", NOW.minusSeconds(seconds).toString(), 1L);
  }
}
