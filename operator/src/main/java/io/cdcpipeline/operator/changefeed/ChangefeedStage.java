package io.cdcpipeline.operator.changefeed;

import io.cdcpipeline.operator.Background;
import io.cdcpipeline.operator.Stage;
import io.cdcpipeline.operator.StageContext;
import io.cdcpipeline.operator.StageException;
import io.cdcpipeline.operator.StageStatus;
import io.cdcpipeline.operator.StageStatus.Verdict;
import io.cdcpipeline.operator.api.ChangefeedStatus;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
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
  private final Map<String, Tended> tended = new ConcurrentHashMap<>();

  /** What is kept of one pipeline between reconciles. */
  private record Tended(ChangefeedLoop loop, FingerprintCache fingerprints, Warnings warnings) {}

  @Override
  public ConditionType type() {
    return ConditionType.CHANGEFEED;
  }

  @Override
  public StageStatus reconcile(StageContext context) {
    Tended mine = tended.computeIfAbsent(key(context), key -> newcomer(context));
    ChangefeedStatus before = ChangefeedSection.before(context.pipeline());
    try {
      Wish wish = Wishes.of(context, mine.fingerprints());
      boolean mayAct = wish.creatable() || new AppliedMemory(context.applied()).read().created();
      return mayAct ? tend(context, mine, wish, before) : report(context, mine, wish, before);
    } catch (StageException e) {
      Verdict verdict = new Verdict(e.reason(), e.getMessage());
      return status(verdict, verdict, before);
    }
  }

  @Override
  public boolean cleanup(StageContext context) {
    boolean done = new ChangefeedRemoval(context, client(context, List.of())).done();
    if (done) {
      tended.remove(key(context));
    }
    return done;
  }

  private StageStatus tend(StageContext context, Tended mine, Wish wish, ChangefeedStatus before) {
    boolean lookedBefore = mine.loop().last().looked();
    var answer = ask(context, mine.loop(), wish, ChangefeedSection.position(before));
    if (answer.failure() != null) {
      throw new StageException(
          Reason.ApiError, "what was done could not be remembered: " + answer.failure());
    }
    if (answer.pending() && mine.loop().doing().isEmpty()) {
      String doing =
          lookedBefore ? "the changefeed is brought to the spec" : "TiCDC is being asked";
      return both(new Verdict(Reason.Progressing, doing), before).beforeAnswer();
    }
    return report(context, mine, wish, before);
  }

  private Background.Answer<Observation> ask(
      StageContext context, ChangefeedLoop loop, Wish wish, long position) {
    ChangefeedClient client = client(context, List.of(wish.sink().password()));
    MemoryStore store = new AppliedMemory(context.applied());
    Journal journal = context.events()::tell;
    return context
        .background()
        .ask(
            QUESTION,
            List.of(wish.hash(), wish.nonce(), wish.suspended()),
            loop.last().calm() ? CALM : MOVING,
            () -> loop.pass(client, wish, store, journal, position));
  }

  private StageStatus report(
      StageContext context, Tended mine, Wish wish, ChangefeedStatus before) {
    Observation seen = mine.loop().last();
    Health health = new Health(wish, seen, mine.loop().doing(), context.clock().instant());
    mine.warnings().tell(context.events()::tell, wish, seen, context.clock().instant());
    StageStatus status =
        status(
            health.ready(),
            health.flowing(),
            ChangefeedSection.of(wish, seen, before, health.silent()));
    return seen.undecided() ? status.beforeAnswer() : status;
  }

  private ChangefeedClient client(StageContext context, List<String> secrets) {
    return new HttpChangefeedClient(http, Wishes.ticdcUrl(context), Redaction.of(secrets));
  }

  private Tended newcomer(StageContext context) {
    return new Tended(
        new ChangefeedLoop(context.clock(), pause -> Thread.sleep(pause.toMillis()), slowSteps),
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
        .and(ConditionType.DATA_FLOWING, flowing.reason(), flowing.message())
        .with(StatusSections.of(section));
  }
}
