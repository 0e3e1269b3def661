package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.status.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one process of Filebeat counted lately, oldest first.
 *
 * @param samples the first may be older than those kept: what was counted before them
 */
record FilebeatHistory(List<Sample> samples) {
  static final FilebeatHistory NONE = new FilebeatHistory(List.of());

  /** Longer than Elasticsearch takes to restart a node, shorter than a hop may be silent. */
  static final Duration STUCK_AFTER = Duration.ofMinutes(2);

  static final Duration GROWING_FOR = Duration.ofMinutes(5);

  private static final Duration KEPT = Duration.ofMinutes(10);

  /** A few seconds' worth of a busy pipeline; an idle one writes heartbeats only. */
  static final long MANY = 10_000;

  /** Statistics, and when they were read. */
  record Sample(Instant at, FilebeatStatistics statistics) {}

  /**
   * What is wrong with a Filebeat.
   *
   * @param events how many it concerns
   */
  record Problem(Reason reason, long events) {}

  /** With one more sample; a process that is younger than what is kept counts from its start. */
  FilebeatHistory with(Instant now, FilebeatStatistics statistics) {
    var all = new ArrayList<>(isOf(statistics.process()) ? samples : List.<Sample>of());
    var started = now.minus(statistics.uptime());
    if (all.isEmpty() && started.isAfter(now.minus(KEPT))) {
      all.add(new Sample(started, statistics.atStart()));
    }
    all.add(new Sample(now, statistics));
    while (all.size() > 2 && !all.get(1).at().isAfter(now.minus(KEPT))) {
      all.remove(0);
    }
    return new FilebeatHistory(List.copyOf(all));
  }

  private boolean isOf(String process) {
    return !samples.isEmpty() && newest().process().equals(process);
  }

  private FilebeatStatistics newest() {
    return samples.get(samples.size() - 1).statistics();
  }

  /**
   * The worst of what the samples show.
   *
   * @param lossShownFor at most ten minutes
   */
  Optional<Problem> problem(Duration lossShownFor) {
    long dropped = newest().dropped() - before(lossShownFor).dropped();
    if (dropped > 0) {
      return Optional.of(new Problem(Reason.EventsDropped, dropped));
    }
    if (isStuck(last(STUCK_AFTER))) {
      return Optional.of(new Problem(Reason.EventsRefused, newest().waiting()));
    }
    return isGrowing(last(GROWING_FOR))
        ? Optional.of(new Problem(Reason.EventsWaiting, newest().waiting()))
        : Optional.empty();
  }

  private FilebeatStatistics before(Duration time) {
    return last(time).stream().findFirst().orElse(samples.get(0).statistics());
  }

  /** The samples that cover that time; none when they do not. */
  private List<FilebeatStatistics> last(Duration time) {
    var from = samples.get(samples.size() - 1).at().minus(time);
    int first = samples.size() - 1;
    while (first >= 0 && samples.get(first).at().isAfter(from)) {
      first--;
    }
    return first < 0
        ? List.of()
        : samples.subList(first, samples.size()).stream().map(Sample::statistics).toList();
  }

  private boolean isStuck(List<FilebeatStatistics> covering) {
    return !covering.isEmpty()
        && covering.stream()
            .allMatch(then -> then.waiting() > 0 && then.settled() == newest().settled());
  }

  private boolean isGrowing(List<FilebeatStatistics> covering) {
    return !covering.isEmpty()
        && covering.stream().allMatch(then -> then.waiting() >= MANY)
        && newest().waiting() >= covering.get(0).waiting();
  }
}
