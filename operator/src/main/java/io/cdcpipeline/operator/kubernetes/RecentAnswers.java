package io.cdcpipeline.operator.kubernetes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Troubles that no watch reports, such as why pods do not start. A stage that is not ready wonders
 * at each reconcile, up to five of them for a new pipeline: with a thousand pipelines, asking would
 * be most of what the API server does for us. So it is asked soon after something has changed, ever
 * more seldom while nothing does, and at least every {@link #LONGEST_PAUSE}.
 */
public final class RecentAnswers {
  /** With the longest interval between reconciles, a trouble is named within two minutes. */
  public static final Duration LONGEST_PAUSE = Duration.ofSeconds(90);

  private static final Duration AFTER_CHANGE = Duration.ofSeconds(10);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(20);

  /** Somebody may be working on it. */
  private static final Duration IN_TROUBLE = Duration.ofSeconds(30);

  private static final Duration KEPT = LONGEST_PAUSE.multipliedBy(2);

  private record Question(String namespace, Object about) {}

  /**
   * An answer.
   *
   * @param state of the one who asked
   * @param since when this state was first seen with this answer
   */
  private record Answer(Optional<String> trouble, Object state, Instant since, Instant at) {
    boolean isFresh(Object stateNow, Instant now) {
      return now.isBefore(at.plus(stateNow.equals(state) ? pause() : AFTER_CHANGE));
    }

    /** The longer nothing has changed, the longer the pause. */
    private Duration pause() {
      var unchanged = Duration.between(since, at);
      return trouble.isPresent()
          ? within(AFTER_CHANGE, unchanged, IN_TROUBLE)
          : within(SHORTEST_PAUSE, unchanged, LONGEST_PAUSE);
    }

    private static Duration within(Duration least, Duration wanted, Duration most) {
      var pause = wanted.compareTo(least) < 0 ? least : wanted;
      return pause.compareTo(most) > 0 ? most : pause;
    }
  }

  private final Map<Question, Answer> answers = new ConcurrentHashMap<>();
  private final Clock clock;
  private volatile Instant purgeAt = Instant.MIN;

  public RecentAnswers(Clock clock) {
    this.clock = clock;
  }

  /**
   * The last answer, or a new one when it is time to ask again.
   *
   * @param state of the one who asks; another one than before is a reason to ask soon
   * @param tooEarly whether there can be no trouble yet, unless some is known
   */
  Optional<String> get(
      String namespace,
      Object about,
      Object state,
      boolean tooEarly,
      Supplier<Optional<String>> ask) {
    var now = clock.instant();
    purge(now);
    var question = new Question(namespace, about);
    var known = answers.get(question);
    if (known != null && known.isFresh(state, now)) {
      return known.trouble();
    }
    Optional<String> trouble = known == null && tooEarly ? Optional.empty() : ask.get();
    boolean same = known != null && known.state().equals(state) && known.trouble().equals(trouble);
    answers.put(question, new Answer(trouble, state, same ? known.since() : now, now));
    return trouble;
  }

  /** Of what nobody asks about any more; rarely, because it looks at every answer. */
  private void purge(Instant now) {
    if (!now.isBefore(purgeAt)) {
      purgeAt = now.plus(KEPT);
      answers.values().removeIf(answer -> answer.at().plus(KEPT).isBefore(now));
    }
  }
}
