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

/** What a user, a colleague with the CLI, the network, Kafka and time do to a changefeed. */
final class Disturbances {
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

  private final Scene scene;
  private final Random random;
  private final Deque<String> recent = new ArrayDeque<>();
  private DesiredChangefeed wish = Scene.wish();
  private int nonce;
  private int wishes;
  private int faults;
  private int byHand;
  private int restarts;
  private int removedByHand;
  private int finished;
  private int storeFailures;
  private long mustStartBy = Long.MAX_VALUE;
  private int starts;

  Disturbances(Scene scene, Random random) {
    this.scene = scene;
    this.random = random;
  }

  DesiredChangefeed wish() {
    return wish;
  }

  List<String> recent() {
    return List.copyOf(recent);
  }

  ObservedChangefeed pass() throws InterruptedException {
    try {
      return scene.pass(wish);
    } catch (IllegalStateException e) {
      storeFailures++;
      return scene.loop.last();
    }
  }

  void next() {
    switch (random.nextInt(12)) {
      case 0 -> wishes("resize", () -> wish = Scene.sized(wish, 4096 + random.nextInt(9)));
      case 1 -> wishes("suspend", () -> wish = Scene.suspended(wish, !wish.suspended()));
      case 2 -> wishes("restart", this::restart);
      case 3, 4 -> fault("fault", this::networkFault);
      case 5 -> fault("kafka away", () -> scene.engine.refuse(error()));
      case 6 -> fault("running error", () -> scene.engine.fail(error()));
      case 7 -> fault("stall", () -> scene.engine.stall(random.nextBoolean()));
      case 8 -> byHand("by hand", this::handiwork);
      case 9 -> fault("operator restart", scene::restartOperator);
      case 10 -> fault("store failure", () -> scene.failingWrites = 1 + random.nextInt(2));
      default -> note("time", this::timePasses);
    }
  }

  private void restart() {
    wish = Scene.restarted(wish, String.valueOf(++nonce), 0);
    mustStartBy = Long.MAX_VALUE;
    restarts++;
  }

  private void networkFault() {
    String[] methods = {"GET", "POST", "PUT", "DELETE", ""};
    Fault fault = FAULTS[random.nextInt(FAULTS.length)];
    scene.server.faults().next(methods[random.nextInt(methods.length)], "/api", fault);
  }

  private void handiwork() {
    if (scene.server.ids().isEmpty()) {
      return;
    }
    switch (random.nextInt(5)) {
      case 0 -> {
        nothingMayBeSkipped();
        scene.server.remove(Scene.ID);
        removedByHand++;
      }
      case 1 -> scene.server.force(Scene.ID, "stopped", Optional.empty());
      case 2 -> scene.server.force(Scene.ID, "failed", error());
      case 3 -> {
        nothingMayBeSkipped();
        scene.server.force(Scene.ID, "finished", Optional.empty());
        finished++;
      }
      default -> scene.server.edit(Scene.ID, Scene.sized(wish, 1024).sink().text());
    }
  }

  private void nothingMayBeSkipped() {
    if (!scene.memory.replacing() && scene.memory.nonce().equals(wish.nonce())) {
      mustStartBy = scene.server.checkpointTs(Scene.ID);
      starts = scene.server.starts().size();
    }
  }

  private void timePasses() {
    boolean long_ = random.nextInt(40) == 0;
    scene.clock.advance(long_ ? Duration.ofHours(25) : Duration.ofSeconds(random.nextInt(300)));
  }

  /** The world is well again; only the operator is left to act. */
  void calm() {
    scene.server.faults().clear();
    scene.engine.refuse(Optional.empty());
    scene.engine.fail(Optional.empty());
    scene.engine.stall(false);
    scene.failingWrites = 0;
  }

  /** Terminal conditions tell a person what to do; here it is done. */
  void actAsAPersonWould(Reason reason) {
    boolean terminal = reason == Reason.ChangefeedLost || reason == Reason.ChangefeedFailed;
    if (terminal && !wish.suspended()) {
      note("person: " + reason, this::restart);
    }
  }

  void check(String where) {
    assertThat(scene.server.ids()).as(where).hasSizeLessThanOrEqualTo(1);
    long removals = scene.engine.log().stream().filter(l -> l.startsWith("remove")).count();
    assertThat(removals - removedByHand)
        .as("%s: removed more often than asked for", where)
        .isLessThanOrEqualTo(restarts + finished);
    if (mustStartBy != Long.MAX_VALUE && scene.server.starts().size() > starts) {
      assertThat(scene.server.starts().get(starts))
          .as("%s: begins again after what was sent", where)
          .isLessThanOrEqualTo(mustStartBy);
      mustStartBy = Long.MAX_VALUE;
    }
    assertThat(scene.server.starts().size())
        .as("%s: created more often than removed", where)
        .isLessThanOrEqualTo((int) removals + 1);
  }

  String summary() {
    return "%d wishes, %d faults, %d by hand, %d store failures"
        .formatted(wishes, faults, byHand, storeFailures);
  }

  private Optional<TicdcError> error() {
    String code = random.nextInt(10) == 0 ? "CDC:ErrSnapshotLostByGC" : pick();
    return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(TicdcError.of(code, "ordered"));
  }

  private String pick() {
    return CODES[random.nextInt(CODES.length)];
  }

  private void wishes(String name, Runnable change) {
    wishes++;
    note(name, change);
  }

  private void fault(String name, Runnable change) {
    faults++;
    note(name, change);
  }

  private void byHand(String name, Runnable change) {
    byHand++;
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
