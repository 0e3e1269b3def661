package io.cdcpipeline.operator.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.testkit.ticdc.Fault;
import io.cdcpipeline.testkit.ticdc.TicdcError;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What a user, somebody with the CLI, the network, Kafka and time do to a changefeed. */
final class ChaosActions {
  private static final String[] CODES = {
    "CDC:ErrKafkaSendMessage", "CDC:ErrDispatcherFailed", "CDC:ErrMessageTooLarge", "CDC:ErrOther"
  };
  private static final Fault[] FAULTS = {
    Fault.loseAnswer(),
    Fault.loseRequest(),
    Fault.lie(504, "", "gateway timeout"),
    Fault.refuse(503, "CDC:ErrServerIsNotReady", "not ready"),
    Fault.refuse(500, "", "coordinator is not fully initialized, wait a moment"),
    Fault.refuse(400, "CDC:ErrChangeFeedNotExists", "changefeed not exists"),
    Fault.refuse(500, "CDC:ErrPDEtcdAPIError", "etcd request timed out"),
    Fault.refuse(502, "", "<html>bad gateway</html>")
  };

  private final ReconcilerFixture fixture;
  private final Random random;
  private final Deque<String> recent = new ArrayDeque<>();
  private DesiredChangefeed desired = ReconcilerFixture.desired();
  private int nonce;
  private int specChanges;
  private int faults;
  private int manualChanges;
  private int restarts;
  private int removedManually;
  private int finished;
  private int storeFailures;
  private long mustStartBy = Long.MAX_VALUE;
  private int starts;

  ChaosActions(ReconcilerFixture fixture, Random random) {
    this.fixture = fixture;
    this.random = random;
  }

  DesiredChangefeed desired() {
    return desired;
  }

  List<String> recent() {
    return List.copyOf(recent);
  }

  ObservedChangefeed pass() throws InterruptedException {
    try {
      return fixture.pass(desired);
    } catch (IllegalStateException e) {
      storeFailures++;
      return fixture.reconciler.last();
    }
  }

  void next() {
    switch (random.nextInt(12)) {
      case 0 ->
          specChange(
              "resize",
              () -> desired = ReconcilerFixture.withMessageSize(desired, 4096 + random.nextInt(9)));
      case 1 ->
          specChange(
              "suspend",
              () -> desired = ReconcilerFixture.suspended(desired, !desired.suspended()));
      case 2 -> specChange("restart", this::restart);
      case 3, 4 -> fault("fault", this::networkFault);
      case 5 -> fault("Kafka unreachable", () -> fixture.engine.refuse(error()));
      case 6 -> fault("running error", () -> fixture.engine.fail(error()));
      case 7 -> fault("stall", () -> fixture.engine.stall(random.nextBoolean()));
      case 8 -> manual("manual change", this::manualChange);
      case 9 -> fault("operator restart", fixture::restartOperator);
      case 10 -> fault("store failure", () -> fixture.failingWrites = 1 + random.nextInt(2));
      default -> note("time", this::timePasses);
    }
  }

  private void restart() {
    desired = ReconcilerFixture.restarted(desired, String.valueOf(++nonce), 0);
    mustStartBy = Long.MAX_VALUE;
    restarts++;
  }

  private void networkFault() {
    String[] methods = {"GET", "POST", "PUT", "DELETE", ""};
    Fault fault = FAULTS[random.nextInt(FAULTS.length)];
    fixture.server.faults().next(methods[random.nextInt(methods.length)], "/api", fault);
  }

  private void manualChange() {
    if (fixture.server.ids().isEmpty()) {
      return;
    }
    switch (random.nextInt(5)) {
      case 0 -> {
        nothingMayBeSkipped();
        fixture.server.remove(ReconcilerFixture.ID);
        removedManually++;
      }
      case 1 -> fixture.server.force(ReconcilerFixture.ID, "stopped", Optional.empty());
      case 2 -> fixture.server.force(ReconcilerFixture.ID, "failed", error());
      case 3 -> {
        nothingMayBeSkipped();
        fixture.server.force(ReconcilerFixture.ID, "finished", Optional.empty());
        finished++;
      }
      default ->
          fixture.server.edit(
              ReconcilerFixture.ID, ReconcilerFixture.withMessageSize(desired, 1024).sink().text());
    }
  }

  private void nothingMayBeSkipped() {
    if (!fixture.recorded.replacing() && fixture.recorded.nonce().equals(desired.nonce())) {
      mustStartBy = fixture.server.checkpointTs(ReconcilerFixture.ID);
      starts = fixture.server.starts().size();
    }
  }

  private void timePasses() {
    boolean large = random.nextInt(40) == 0;
    fixture.clock.advance(large ? Duration.ofHours(25) : Duration.ofSeconds(random.nextInt(300)));
  }

  /** Every fault ends; only the operator is left to act. */
  void stopFaults() {
    fixture.server.faults().clear();
    fixture.engine.refuse(Optional.empty());
    fixture.engine.fail(Optional.empty());
    fixture.engine.stall(false);
    fixture.failingWrites = 0;
  }

  /** Terminal conditions tell a user what to do; this does it. */
  void actAsAUserWould(Reason reason) {
    boolean terminal = reason == Reason.ChangefeedLost || reason == Reason.ChangefeedFailed;
    if (terminal && !desired.suspended()) {
      note("user: " + reason, this::restart);
    }
  }

  void check(String where) {
    assertThat(fixture.server.ids()).as(where).hasSizeLessThanOrEqualTo(1);
    long removals = fixture.engine.log().stream().filter(l -> l.startsWith("remove")).count();
    assertThat(removals - removedManually)
        .as("%s: removed more often than requested", where)
        .isLessThanOrEqualTo(restarts + finished);
    if (mustStartBy != Long.MAX_VALUE && fixture.server.starts().size() > starts) {
      assertThat(fixture.server.starts().get(starts))
          .as("%s: starts again after what was sent", where)
          .isLessThanOrEqualTo(mustStartBy);
      mustStartBy = Long.MAX_VALUE;
    }
    assertThat(fixture.server.starts().size())
        .as("%s: created more often than removed", where)
        .isLessThanOrEqualTo((int) removals + 1);
  }

  String summary() {
    return "%d spec changes, %d faults, %d manual changes, %d store failures"
        .formatted(specChanges, faults, manualChanges, storeFailures);
  }

  private Optional<TicdcError> error() {
    String code = random.nextInt(10) == 0 ? "CDC:ErrSnapshotLostByGC" : pick();
    return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(TicdcError.of(code, "injected"));
  }

  private String pick() {
    return CODES[random.nextInt(CODES.length)];
  }

  private void specChange(String name, Runnable change) {
    specChanges++;
    note(name, change);
  }

  private void fault(String name, Runnable change) {
    faults++;
    note(name, change);
  }

  private void manual(String name, Runnable change) {
    manualChanges++;
    note(name, change);
  }

  private void note(String name, Runnable change) {
    change.run();
    recent.addLast(name);
    if (recent.size() > 12) {
      recent.removeFirst();
    }
  }
}
