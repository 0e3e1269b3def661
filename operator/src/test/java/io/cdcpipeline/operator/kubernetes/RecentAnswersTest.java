package io.cdcpipeline.operator.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.testkit.clock.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentAnswersTest {
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final RecentAnswers recent = new RecentAnswers(clock);
  private final List<Long> askedAt = new ArrayList<>();
  private Optional<String> answer = Optional.empty();

  private Optional<String> get(String namespace, String component, String state, boolean early) {
    return recent.get(
        namespace,
        component,
        state,
        early,
        () -> {
          askedAt.add(clock.instant().getEpochSecond());
          return answer;
        });
  }

  /** As a stage that is reconciled every five seconds. */
  private void secondsPass(int seconds, String state) {
    for (int i = 0; i < seconds; i += 5) {
      clock.advance(Duration.ofSeconds(5));
      get("shop", "consumer", state, false);
    }
  }

  @Test
  void eachQuestionIsAskedOnce() {
    get("shop", "consumer", "waiting", false);
    get("shop", "consumer", "waiting", false);
    assertThat(askedAt).hasSize(1);
    get("shop", "ticdc", "waiting", false);
    get("other", "consumer", "waiting", false);
    assertThat(askedAt).hasSize(3);
  }

  @Test
  void whileNothingChangesItIsAskedMoreAndMoreSeldom() {
    get("shop", "consumer", "waiting", false);
    secondsPass(600, "waiting");

    assertThat(askedAt).containsExactly(0L, 40L, 80L, 150L, 220L, 290L, 360L, 430L, 500L, 570L);
  }

  @Test
  void aNewPipelineHasNoTroubleYet() {
    get("shop", "consumer", "waiting", true);
    secondsPass(65, "waiting");

    assertThat(askedAt).containsExactly(20L, 60L);
  }

  @Test
  void progressOfANewPipelineIsNoReason() {
    get("shop", "consumer", "waiting", true);
    secondsPass(10, "0 of 1");

    assertThat(askedAt).isEmpty();
  }

  @Test
  void progressIsAReasonToAskAgain() {
    get("shop", "consumer", "0 of 2", false);
    secondsPass(330, "0 of 2");
    askedAt.clear();
    secondsPass(10, "1 of 2");

    assertThat(askedAt).containsExactly(335L);
  }

  @Test
  void progressThatGoesOnIsNoReasonEachTime() {
    get("shop", "consumer", "waiting", true);
    for (int i = 0; i < 20; i++) {
      secondsPass(5, i + " of 20");
    }

    assertThat(askedAt).containsExactly(20L, 60L, 100L);
  }

  @Test
  void knownTroubleIsLookedAtOften() {
    answer = Optional.of("CrashLoopBackOff");
    get("shop", "consumer", "waiting", false);
    secondsPass(150, "waiting");
    assertThat(askedAt).containsExactly(0L, 10L, 20L, 40L, 70L, 100L, 130L);

    answer = Optional.empty();
    secondsPass(10, "waiting");
    assertThat(get("shop", "consumer", "waiting", false)).isEmpty();
  }

  @Test
  void knownTroubleIsNotForgottenWhenItIsEarly() {
    answer = Optional.of("CrashLoopBackOff");
    get("shop", "consumer", "waiting", false);
    clock.advance(Duration.ofSeconds(10));

    assertThat(get("shop", "consumer", "waiting", true)).isEqualTo(answer);
  }

  @Test
  void whatNobodyAsksAboutIsDropped() {
    answer = Optional.of("CrashLoopBackOff");
    get("shop", "consumer", "waiting", false);
    clock.advance(Duration.ofMinutes(10));
    get("shop", "ticdc", "waiting", false);

    assertThat(get("shop", "consumer", "waiting", true)).isEmpty();
  }
}
