package io.cdcpipeline.local.demo;

import static io.cdcpipeline.local.demo.FaultPlatform.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cdcpipeline.local.standin.Replica;
import io.cdcpipeline.testkit.fault.FailureMode;
import io.cdcpipeline.testkit.fault.LongFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The audit raises no false alarm while rows flow and two consumers are killed, stopped and
 * rebalanced. {@code -Dsoak.minutes=30} for the real thing, {@code -Dsoak.seed} to repeat one.
 */
@LongFault
@ExtendWith(FaultPlatform.Shared.class)
class AuditSoakIT {
  private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("soak.minutes", 3));
  private static final Duration BETWEEN_FAULTS = Duration.ofSeconds(40);
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final Duration SETTLED = Duration.ofMinutes(5);

  /** Ten minutes in production; a shorter one is stricter, and a kill is over within it. */
  private static final String GRACE_SECONDS = "60";

  private final FaultPlatform platform;
  private final Demo demo;
  private final List<String> alarms = new ArrayList<>();
  private final List<String> stalls = new ArrayList<>();
  private final Random random = new Random(Long.getLong("soak.seed", 20261130L));
  private Instant begin;
  private int faults;
  private int samples;

  AuditSoakIT(FaultPlatform platform) {
    this.platform = platform;
    this.demo = platform.demo();
  }

  @BeforeEach
  void twoConsumersAndAnAuditSoon() {
    platform.restartOperator(GRACE_SECONDS);
    consumers(2);
    await().atMost(SETTLED).until(() -> platform.audit("unverified") != null);
  }

  @AfterEach
  void asBefore() {
    consumers(1);
    platform.restartOperator("600");
  }

  private void consumers(int replicas) {
    platform.changeSpec(Map.of("consumer", Map.of("replicas", replicas)));
    await().atMost(SETTLED).until(() -> platform.session().consumers().size() == replicas);
    demo.awaitReady();
  }

  @Test
  @FailureMode(
      fault = "Consumers are killed, stopped and rebalanced for half an hour under load",
      effect = "each change is counted and found once; the audit never alarms")
  void nothingIsMissingAndNothingAlarms() {
    begin = Instant.now();
    var nextFault = begin.plus(BETWEEN_FAULTS);
    while (Instant.now().isBefore(begin.plus(LENGTH))) {
      rows();
      if (Instant.now().isAfter(nextFault)) {
        fault();
        nextFault = Instant.now().plus(BETWEEN_FAULTS);
      }
      observe();
      LockSupport.parkNanos(STEP.toNanos());
    }
    Instant committed = Instant.now();
    platform.awaitEqualData();
    await()
        .atMost(SETTLED)
        .until(
            () -> {
              observe();
              return platform.audit("verifiedUntil") instanceof String until
                  && Instant.parse(until).isAfter(committed);
            });
    report();

    assertThat(alarms).as("audit").isEmpty();
    assertThat(faults).isPositive();
  }

  private void rows() {
    platform.workload().insert(TABLE, 60, 20);
    platform.workload().update(TABLE, 20);
    platform.workload().delete(TABLE, 5);
  }

  /** A pod that is killed leaves the group after a timeout, one that is stopped at once. */
  private void fault() {
    List<Replica> consumers = platform.session().consumers();
    switch (random.nextInt(4)) {
      case 0 -> consumers.forEach(Replica::kill);
      case 1 -> consumers.get(random.nextInt(consumers.size())).terminate();
      default -> consumers.get(random.nextInt(consumers.size())).kill();
    }
    faults++;
  }

  private void observe() {
    samples++;
    for (String number : List.of("missing", "surplus")) {
      if (platform.audit(number) instanceof Number found && found.longValue() != 0) {
        alarms.add("%s %s %s".formatted(at(), number, found));
      }
    }
    if (platform.condition("SearchReady").contains("EventsMissing")) {
      alarms.add(at() + " " + platform.condition("SearchReady"));
    }
    if (platform.condition("DataFlowing").contains("HopStalled")) {
      stalls.add(at());
    }
  }

  private String at() {
    return Duration.between(begin, Instant.now()).toSeconds() + " s";
  }

  private void report() {
    System.out.printf(
        "soak | %d min | %d faults | %d changes | restarts %s | looked at the status %d times |"
            + " missing or surplus %d times | a hop stalled %d times | unverified windows %s,"
            + " verified until %s%n",
        LENGTH.toMinutes(),
        faults,
        platform.workload().committed().total(),
        platform.session().consumers().stream().map(Replica::restarts).toList(),
        samples,
        alarms.size(),
        stalls.size(),
        platform.audit("unverified"),
        platform.audit("verifiedUntil"));
  }
}
