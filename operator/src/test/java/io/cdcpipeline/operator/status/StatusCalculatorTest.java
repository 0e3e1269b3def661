package io.cdcpipeline.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.ChangefeedStatus;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.api.HopStatus;
import io.cdcpipeline.operator.api.Phase;
import io.cdcpipeline.operator.status.StageStatus.Verdict;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusCalculatorTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123Z");
  private static final Instant LATER = NOON.plusSeconds(60);

  @ParameterizedTest
  @CsvSource({
    "Ready, Ready, , Running, True, Ready",
    "Ready, Disabled, , Running, True, Ready",
    "ExcessConsumers, Ready, , Running, True, Ready",
    "DependencyNotReady, DependencyNotReady, , Pending, False, DependencyNotReady",
    "Progressing, DependencyNotReady, , Provisioning, False, Progressing",
    "Progressing, Ready, Running, Degraded, False, Progressing",
    "ChildFailed, Ready, Provisioning, Provisioning, False, ChildFailed",
    "ChildFailed, Ready, Running, Degraded, False, ChildFailed",
    "OperatorNotInstalled, Ready, , Pending, False, OperatorNotInstalled",
    "InvalidReference, Ready, Running, Failed, False, InvalidReference",
    "Suspended, Ready, Running, Suspended, False, Suspended",
    "Suspended, ChildFailed, Suspended, Degraded, False, ChildFailed",
    "Ready, ChildFailed, Suspended, Degraded, False, ChildFailed",
  })
  void sumsUp(
      Reason changefeed, Reason consumer, String before, String phase, String ready, Reason why) {
    var status =
        StatusCalculator.status(at(before), 3L, stages(changefeed, consumer), HopReport.NONE, NOON);

    assertThat(status.phase()).isEqualTo(Phase.valueOf(phase.toUpperCase(java.util.Locale.ROOT)));
    assertThat(condition(status, "Ready"))
        .extracting(Condition::status, Condition::reason)
        .containsExactly(ready, why.name());
    assertThat(status.observedGeneration()).isEqualTo(3);
  }

  /** What the API server gives by default: no phase and no conditions. */
  @Test
  void theFirstStatusFollowsTheDefaultOne() {
    var before =
        new CdcPipelineStatus(-1L, null, null, null, null, null, null, null, null, null, null);

    var status =
        StatusCalculator.status(
            before, 1L, stages(Reason.Progressing, Reason.Ready), HopReport.NONE, NOON);

    assertThat(status.phase()).isEqualTo(Phase.PROVISIONING);
    assertThat(status.observedGeneration()).isEqualTo(1);
  }

  @Test
  void onceChangesFlowedAFailureIsDegradedAndNotProvisioning() {
    var sent = new ChangefeedStatus("a-b", "failed", "2026-01-01T11:00:00Z", null, null, null);
    var before =
        new CdcPipelineStatus(
            1L, Phase.FAILED, List.of(), null, null, null, sent, null, null, null, null);

    var status =
        StatusCalculator.status(
            before, 1L, stages(Reason.ChangefeedRecovering, Reason.Ready), HopReport.NONE, NOON);

    assertThat(status.phase()).isEqualTo(Phase.DEGRADED);
  }

  @Test
  void namesTheFirstOfEquallySevereStages() {
    var status =
        StatusCalculator.status(
            null, 1L, stages(Reason.ChildFailed, Reason.ChildFailed), HopReport.NONE, NOON);

    assertThat(condition(status, "Ready").message()).startsWith("ChangefeedReady: ");
  }

  @Test
  void keepsTransitionTimeWhileStatusIsUnchanged() {
    var first =
        StatusCalculator.status(
            null, 1L, stages(Reason.DependencyNotReady, Reason.Ready), HopReport.NONE, NOON);
    var second =
        StatusCalculator.status(
            first, 2L, stages(Reason.Progressing, Reason.ChildFailed), HopReport.NONE, LATER);

    assertThat(condition(second, "ChangefeedReady").lastTransitionTime())
        .isEqualTo("2026-01-01T12:00:00Z");
    assertThat(condition(second, "ConsumerReady").lastTransitionTime())
        .isEqualTo("2026-01-01T12:01:00Z");
  }

  @Test
  void sameInputGivesAnEqualStatus() {
    var first =
        StatusCalculator.status(
            null, 1L, stages(Reason.DependencyNotReady, Reason.Ready), HopReport.NONE, NOON);

    assertThat(
            StatusCalculator.status(
                first, 1L, stages(Reason.DependencyNotReady, Reason.Ready), HopReport.NONE, LATER))
        .isEqualTo(first);
  }

  @Test
  void aHopThatHoldsChangesUpIsNamedOnceTicdcSends() {
    var stalled = new Verdict(Reason.HopStalled, "nothing has passed the hop search");
    var report = new HopReport(List.of(new HopStatus("search", 120L, null)), Optional.of(stalled));
    var flows = flowing(Reason.Replicating);

    var status = StatusCalculator.status(null, 1L, flows, report, NOON);
    assertThat(condition(status, "Ready").message())
        .isEqualTo("DataFlowing: nothing has passed the hop search");
    assertThat(status.lagSeconds()).isEqualTo(120);
    assertThat(status.hops()).hasSize(1);

    var suspended =
        StatusCalculator.status(null, 1L, flowing(Reason.ChangefeedStalled), report, NOON);
    assertThat(condition(suspended, "DataFlowing").reason()).isEqualTo("ChangefeedStalled");
  }

  private static Map<ConditionType, StageStatus> flowing(Reason reason) {
    var stages = stages(Reason.Ready, Reason.Ready);
    stages.computeIfPresent(
        ConditionType.CHANGEFEED,
        (type, status) ->
            status.withCondition(ConditionType.DATA_FLOWING, reason, "as TiCDC says"));
    return stages;
  }

  private static Map<ConditionType, StageStatus> stages(Reason changefeed, Reason consumer) {
    var stages = new EnumMap<ConditionType, StageStatus>(ConditionType.class);
    stages.put(ConditionType.CHANGEFEED, StageStatus.of(changefeed, "about the changefeed"));
    stages.put(ConditionType.CONSUMER, StageStatus.of(consumer, "about the consumer"));
    return stages;
  }

  private static CdcPipelineStatus at(String word) {
    if (word == null) {
      return null;
    }
    var phase = Phase.valueOf(word.toUpperCase(java.util.Locale.ROOT));
    return new CdcPipelineStatus(
        1L, phase, java.util.List.of(), null, null, null, null, null, null, null, null);
  }

  private static Condition condition(CdcPipelineStatus status, String type) {
    return status.conditions().stream()
        .filter(c -> c.type().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
