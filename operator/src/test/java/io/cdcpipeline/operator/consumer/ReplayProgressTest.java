package io.cdcpipeline.operator.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.PodFailures;
import io.cdcpipeline.operator.api.ReplayState;
import io.cdcpipeline.operator.api.ReplayStatus;
import io.cdcpipeline.operator.api.ReplayedLine;
import io.cdcpipeline.operator.api.ReplayedPartition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplayProgressTest {
  private static final Instant NOON = Instant.parse("2026-02-01T12:00:00Z");
  private static final ReplayStatus RUNNING =
      ReplayStatus.started(
          1L, "earliest", "2026-02-01T11:00:00Z", NOON.toString(), "some is missing");

  @Test
  void showsThePartsThatAreDone() {
    var status = of(job(1, null), true, done(5, 0, 1, 42));

    assertThat(status.state()).isEqualTo(ReplayState.RUNNING);
    assertThat(status.progress()).isEqualTo("1/2");
    assertThat(status.message()).isEqualTo("some is missing");
  }

  @Test
  void showsHowFarThePartThatRunsHasCome() {
    var quarter =
        new ReplayPosition(
            3,
            List.of(
                new ReplayPosition.Partition(0, 100, 150, 200),
                new ReplayPosition.Partition(1, 0, 0, 100)));
    var pods = List.of(done(5, 0, 1, 42));

    var status = ReplayProgress.of(RUNNING, job(1, null), pods, Optional.of(quarter), true, NOON);

    assertThat(status.percent()).as("of two parts").isEqualTo(62);
    assertThat(status.lines()).isEqualTo(8);
    assertThat(status.partitions())
        .containsExactly(new ReplayedPartition(1, 0L, 100L), new ReplayedPartition(0, 150L, 200L));

    var silent = ReplayProgress.of(status, job(1, null), pods, Optional.empty(), true, NOON);
    assertThat(silent).as("a pod that does not answer").isEqualTo(status);
    var done =
        ReplayProgress.of(
            status,
            job(2, "Complete"),
            List.of(done(5, 0, 1, 42), done(7, 0, 0, 43)),
            Optional.empty(),
            true,
            NOON);
    assertThat(done.percent()).isEqualTo(100);
    assertThat(done.partitions()).isNull();
  }

  @Test
  void onlyAPodThatRunsIsAsked() {
    assertThat(ReplayProgress.address(List.of(pod("phase: Running\npodIP: 10.0.0.1\n"))))
        .contains("10.0.0.1");
    assertThat(ReplayProgress.address(List.of(pod("phase: Running\n")))).isEmpty();
    assertThat(ReplayProgress.address(List.of(pod("phase: Succeeded\npodIP: 10.0.0.1\n"))))
        .isEmpty();
  }

  @Test
  void saysWhyItsPodDoesNotRun() {
    assertThat(of(job(0, null), true, pod(PodFailures.CRASHING)).message())
        .contains("CrashLoopBackOff");
    assertThat(of(job(0, null), true, ended(77, "")).message())
        .isEqualTo("pod replay ended with exit code 77 (see kubectl logs)");
  }

  @Test
  void theLastLineOfEachPartHasToBeFound() {
    var status = of(job(2, "Complete"), true, done(5, 0, 1, 42), done(7, 0, 0, 43));

    assertThat(status.state()).isEqualTo(ReplayState.INDEXING);
    assertThat(status.lines()).isEqualTo(12);
    assertThat(status.lastLines())
        .containsExactly(new ReplayedLine(1, 42L), new ReplayedLine(0, 43L));
    assertThat(status.finishedAt()).isNull();
  }

  @Test
  void withoutLinesOrWithoutElasticsearchThereIsNothingToFind() {
    var none = of(job(2, "Complete"), true, done(0, 0, -1, -1), done(0, 0, -1, -1));
    assertThat(none.state()).isEqualTo(ReplayState.SUCCEEDED);
    assertThat(none.finishedAt()).isEqualTo(NOON.toString());

    assertThat(of(job(2, "Complete"), false, done(5, 0, 1, 42)).state())
        .isEqualTo(ReplayState.SUCCEEDED);
  }

  /** A pod that waited for its lines to be found has nothing left that could be lost. */
  @Test
  void whatHasWaitedForItsLinesIsDoneWithItsJob() {
    var status = of(job(2, "Complete"), true, ended(0, FOUND));

    assertThat(status.state()).isEqualTo(ReplayState.SUCCEEDED);
    assertThat(status.lines()).isEqualTo(5);
    assertThat(status.finishedAt()).isEqualTo(NOON.toString());
  }

  @Test
  void recordsThatWereTooLargeAreNamed() {
    var skipped = FOUND.replace("\"skipped\":0", "\"skipped\":2");

    assertThat(of(job(2, "Complete"), true, ended(0, FOUND), ended(0, skipped)).message())
        .isEqualTo(
            "2 records were too large for its memory and are skipped, the first one at partition 1,"
                + " offset 42: raise spec.consumer.resources, then change nonce to replay again");
  }

  /** With the pod, Filebeat loses its log. */
  @Test
  void aPodThatIsGoneTooEarlyIsAFailure() {
    var status = of(job(2, "Complete"), true, done(5, 0, 1, 42));

    assertThat(status.state()).isEqualTo(ReplayState.FAILED);
    assertThat(status.message()).startsWith("1 of 2 pods were removed before");
  }

  @Test
  void recordsThatKafkaDeletedMeanwhileAreReported() {
    assertThat(of(job(2, "Complete"), true, done(5, 3, 1, 42), done(5, 0, 1, 43)).message())
        .isEqualTo("Kafka deleted 3 records before they were replayed: its retention is too short");
  }

  @Test
  void aFailedJobIsNamedWithTheExitCodeOfItsPod() {
    var status = of(job(1, "Failed"), true, done(5, 0, 1, 42), ended(78, ""));

    assertThat(status.state()).isEqualTo(ReplayState.FAILED);
    assertThat(status.message())
        .isEqualTo(
            "Job: PodFailurePolicy, because; pod replay ended with exit code 78 (see kubectl"
                + " logs)");
    assertThat(status.finishedAt()).isEqualTo(NOON.toString());
  }

  private static final String FOUND =
      """
      {"records":9,"lines":5,"missed":0,"partition":1,"offset":41,\
      "skipped":0,"skippedPartition":1,"skippedOffset":42,"found":true}\
      """;

  private static ReplayStatus of(Job job, boolean indexed, Pod... pods) {
    return ReplayProgress.of(RUNNING, job, List.of(pods), Optional.empty(), indexed, NOON);
  }

  private static Job job(int succeeded, String condition) {
    var job =
        new JobBuilder()
            .withNewSpec()
            .withCompletions(2)
            .endSpec()
            .withNewStatus()
            .withSucceeded(succeeded)
            .endStatus();
    return condition == null
        ? job.build()
        : job.editStatus()
            .addNewCondition()
            .withType(condition)
            .withStatus("True")
            .withReason("PodFailurePolicy")
            .withMessage("because")
            .endCondition()
            .endStatus()
            .build();
  }

  private static Pod done(int lines, int missed, int partition, int offset) {
    return ended(
        0,
        "{\"records\":9,\"lines\":%d,\"missed\":%d,\"partition\":%d,\"offset\":%d}"
            .formatted(lines, missed, partition, offset));
  }

  private static Pod ended(int code, String message) {
    return pod(
        """
        phase: Failed
        containerStatuses:
        - name: consumer
          state: {terminated: {exitCode: %d, message: '%s'}}
        """
            .formatted(code, message));
  }

  private static Pod pod(String status) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("replay")
        .endMetadata()
        .withStatus(Serialization.unmarshal(status, PodStatus.class))
        .build();
  }
}
