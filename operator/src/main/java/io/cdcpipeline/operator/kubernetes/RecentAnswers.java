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
  public static final Duration LONGEST_PAUSE = Duration.ofSeconds(70);

  private static final Duration AFTER_CHANGE = Duration.ofSeconds(10);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(40);

  /** How long a pod needs to show what is wrong with it. */
  private static final Duration EARLY = Duration.ofSeconds(20);

  /** Somebody may be working on it. */
  private static final Duration IN_TROUBLE = Duration.ofSeconds(30);

  private static final Duration PURGE_INTERVAL = Duration.ofMinutes(3);

  private record Question(String namespace, Object about) {}

  /**
   * An answer.
   *
   * @param state of the one who asked
   * @param since when this state was first seen with this answer
   * @param next when to ask again
   * @param soonest when to ask again once the state is another one
   */
  private record Answer(
      Optional<String> trouble, Object state, Instant since, Instant next, Instant soonest) {
    static Answer none(Object state, Instant now) {
      var early = now.plus(EARLY);
      return new Answer(Optional.empty(), state, now, early, early);
    }

    static Answer of(Optional<String> trouble, Object state, Instant since, Instant now) {
      var unchanged = Duration.between(since, now);
      // The longer nothing has changed, the longer the pause.
      var pause =
          trouble.isPresent()
              ? within(AFTER_CHANGE, unchanged, IN_TROUBLE)
              : within(SHORTEST_PAUSE, unchanged, LONGEST_PAUSE);
      return new Answer(
          trouble, state, since, now.plus(pause), now.plus(afterChange(trouble, unchanged)));
    }

    /**
     * Of a state that keeps changing while nothing is wrong, as a new pipeline's, not each time.
     */
    private static Duration afterChange(Optional<String> trouble, Duration unchanged) {
      boolean keepsChanging = trouble.isEmpty() && unchanged.compareTo(SHORTEST_PAUSE) < 0;
      return keepsChanging ? SHORTEST_PAUSE : AFTER_CHANGE;
    }

    boolean isFresh(Object stateNow, Instant now) {
      return now.isBefore(stateNow.equals(state) ? next : soonest);
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
    if (known == null && tooEarly) {
      answers.put(question, Answer.none(state, now));
      return Optional.empty();
    }
    var trouble = ask.get();
    boolean same = known != null && known.state().equals(state) && known.trouble().equals(trouble);
    answers.put(question, Answer.of(trouble, state, same ? known.since() : now, now));
    return trouble;
  }

  /** Of what nobody asks about any more; rarely, because it looks at every answer. */
  private void purge(Instant now) {
    if (!now.isBefore(purgeAt)) {
      purgeAt = now.plus(PURGE_INTERVAL);
      answers.values().removeIf(answer -> answer.next().plus(LONGEST_PAUSE).isBefore(now));
    }
  }
}
