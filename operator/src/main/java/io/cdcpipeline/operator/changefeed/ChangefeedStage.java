package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.api.ChangefeedStatus;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.RemoteQueries;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StageStatus.Verdict;
import io.cdcpipeline.operator.status.StatusSections;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The changefeed of a pipeline. A reconcile never waits for TiCDC: it hands the wish to the loop in
 * the background and reports what the loop last saw.
 */
public final class ChangefeedStage implements Stage {
  static final String QUESTION = "changefeed";
  private static final Duration CALM = Duration.ofSeconds(8);
  private static final Duration MOVING = Duration.ofSeconds(2);

  // Fewer than the background has threads: connecting to a dead Kafka takes TiCDC minutes.
  private final Semaphore slowSteps = new Semaphore(16);
  private final HttpClient http = HttpChangefeedClient.transport();
  private final Map<String, Tended> perPipeline = new ConcurrentHashMap<>();

  /** What is kept of one pipeline between reconciles. */
  private record Tended(
      ChangefeedReconciler loop, FingerprintCache fingerprints, Warnings warnings) {}

  @Override
  public ConditionType type() {
    return ConditionType.CHANGEFEED;
  }

  @Override
  public StageStatus reconcile(StageContext context) {
    Tended mine = perPipeline.computeIfAbsent(key(context), key -> newPerPipeline(context));
    ChangefeedStatus before = ChangefeedStatusSection.before(context.pipeline());
    try {
      DesiredChangefeed wish = DesiredChangefeedFactory.of(context, mine.fingerprints());
      boolean mayAct =
          wish.creatable() || new AppliedMemory(context.appliedState()).read().created();
      return mayAct
          ? reconcileChangefeed(context, mine, wish, before)
          : report(context, mine, wish, before);
    } catch (StageException e) {
      Verdict verdict = new Verdict(e.reason(), e.getMessage());
      return status(verdict, verdict, before);
    }
  }

  @Override
  public boolean cleanup(StageContext context) {
    boolean done = new ChangefeedCleanup(context, client(context, List.of())).done();
    if (done) {
      perPipeline.remove(key(context));
    }
    return done;
  }

  private StageStatus reconcileChangefeed(
      StageContext context, Tended mine, DesiredChangefeed wish, ChangefeedStatus before) {
    boolean lookedBefore = mine.loop().last().looked();
    var answer = ask(context, mine.loop(), wish, ChangefeedStatusSection.position(before));
    if (answer.failure() != null) {
      throw new StageException(
          Reason.ApiError, "what was done could not be remembered: " + answer.failure());
    }
    if (answer.isPending() && mine.loop().doing().isEmpty()) {
      String doing = lookedBefore ? "applying the spec to the changefeed" : "querying TiCDC";
      return both(new Verdict(Reason.Progressing, doing), before).asProvisional();
    }
    return report(context, mine, wish, before);
  }

  private RemoteQueries.Answer<ObservedChangefeed> ask(
      StageContext context, ChangefeedReconciler loop, DesiredChangefeed wish, long position) {
    ChangefeedClient client = client(context, List.of(wish.sink().password()));
    MemoryStore store = new AppliedMemory(context.appliedState());
    Journal journal = context.events()::publish;
    return context
        .background()
        .query(
            QUESTION,
            List.of(wish.hash(), wish.nonce(), wish.suspended()),
            loop.last().isStable() ? CALM : MOVING,
            () -> loop.pass(client, wish, store, journal, position));
  }

  private StageStatus report(
      StageContext context, Tended mine, DesiredChangefeed wish, ChangefeedStatus before) {
    ObservedChangefeed seen = mine.loop().last();
    ChangefeedHealth health =
        new ChangefeedHealth(wish, seen, mine.loop().doing(), context.clock().instant());
    mine.warnings().tell(context.events()::publish, wish, seen, context.clock().instant());
    StageStatus status =
        status(
            health.ready(),
            health.flowing(),
            ChangefeedStatusSection.of(wish, seen, before, health.silent()));
    return seen.undecided() ? status.asProvisional() : status;
  }

  private ChangefeedClient client(StageContext context, List<String> secrets) {
    return new HttpChangefeedClient(
        http, DesiredChangefeedFactory.ticdcUrl(context), SecretMasker.of(secrets));
  }

  private Tended newPerPipeline(StageContext context) {
    return new Tended(
        new ChangefeedReconciler(
            context.clock(), pause -> Thread.sleep(pause.toMillis()), slowSteps),
        new FingerprintCache(),
        new Warnings());
  }

  // By uid: a pipeline made anew under the same name starts without what is known of the old one.
  private static String key(StageContext context) {
    return String.valueOf(context.pipeline().getMetadata().getUid());
  }

  private static StageStatus both(Verdict verdict, ChangefeedStatus section) {
    return status(verdict, verdict, section);
  }

  private static StageStatus status(Verdict ready, Verdict flowing, ChangefeedStatus section) {
    return StageStatus.of(ready.reason(), ready.message())
        .withCondition(ConditionType.DATA_FLOWING, flowing.reason(), flowing.message())
        .withSection(StatusSections.of(section));
  }
}
