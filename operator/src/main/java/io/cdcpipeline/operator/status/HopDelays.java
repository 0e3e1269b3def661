package io.cdcpipeline.operator.status;

import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.HopStatus;
import io.cdcpipeline.operator.status.HopTracker.Memory;
import io.cdcpipeline.operator.status.HopTracker.Progress;
import io.cdcpipeline.operator.status.StageStatus.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which hop holds changes up, and for how long. All positions are times of the database, and so is
 * what they are compared with: how far the clocks of the nodes differ from it does not matter.
 */
final class HopDelays {
  private static final Duration ADVANCES_WITHIN = Duration.ofSeconds(60);
  private static final Duration LATE = Duration.ofMinutes(5);

  private final Map<Hop, HopReading> readings;
  private final Memory memory;
  private final CdcPipelineStatus before;
  private final Instant now;

  private final List<HopStatus> hops = new ArrayList<>();
  private Duration behind = Duration.ZERO;
  private Long shown = 0L;
  private Duration worst = Duration.ZERO;
  private Verdict problem;
  private boolean knownBefore = true;

  HopDelays(Map<Hop, HopReading> readings, Memory memory, CdcPipelineStatus before, Instant now) {
    this.readings = readings;
    this.memory = memory;
    this.before = before;
    this.now = now;
  }

  HopReport report() {
    for (var hop : Hop.values()) {
      if (readings.containsKey(hop)) {
        add(hop, lag(hop));
      }
    }
    return new HopReport(List.copyOf(hops), Optional.ofNullable(problem));
  }

  private void add(Hop hop, Optional<Duration> lag) {
    if (lag.isEmpty()) {
      addUnknown(hop);
      return;
    }
    var own = lag.get().minus(behind);
    String since = null;
    if (!own.isNegative()) {
      behind = lag.get();
    }
    if (own.compareTo(hop.tolerated()) > 0) {
      shown = Math.max(shown, RoundedLag.seconds(behind));
      // Behind an unknown hop nobody knows whose fault it is.
      if (hop.compareTo(Hop.CHANGEFEED) > 0 && knownBefore) {
        since = since(hop);
        judge(hop, own, since);
      }
    }
    knownBefore = true;
    hops.add(new HopStatus(hop.toString(), shown, since));
  }

  /** As before while its system has yet to answer this process for the first time. */
  private void addUnknown(Hop hop) {
    knownBefore = false;
    var status =
        HopTracker.of(before, hop)
            .filter(h -> memory.isNew() && readings.get(hop).isSilent())
            .orElse(new HopStatus(hop.toString(), null, null));
    hops.add(status);
    if (status.lagSeconds() != null) {
      shown = Math.max(shown, status.lagSeconds());
    }
    if (status.since() != null && problem == null) {
      problem =
          HopTracker.stalled(before)
              .map(c -> new Verdict(Reason.HopStalled, c.message()))
              .orElse(null);
    }
  }

  private Progress progress(Hop hop) {
    return memory.hops().get(hop);
  }

  /** Behind the database when it was read, or now if it has not been heard of since. */
  private Optional<Duration> lag(Hop hop) {
    var reading = readings.get(hop);
    if (hop == Hop.DATABASE) {
      return reading.isSilent() ? Optional.empty() : Optional.of(Duration.ZERO);
    }
    if (progress(hop).missingSince() != null) {
      return Optional.of(behind.plus(Duration.between(progress(hop).missingSince(), now)));
    }
    var position = reading.isSilent() ? progress(hop).position() : reading.position();
    if (position == null) {
      // Records wait in every partition: they are the consumers' to read.
      boolean full = hop == Hop.KAFKA && reading.partitions() >= 0;
      return full ? Optional.of(behind) : Optional.empty();
    }
    var lag = Duration.between(position, databaseTime(reading.isSilent() ? now : reading.at()));
    return Optional.of(lag.isNegative() ? Duration.ZERO : lag);
  }

  private Instant databaseTime(Instant ours) {
    var database = memory.database();
    return database.position().plus(Duration.between(database.at(), ours));
  }

  private void judge(Hop hop, Duration own, String since) {
    boolean stalled =
        Duration.between(progress(hop).stoppedAt(), now).compareTo(ADVANCES_WITHIN) > 0;
    boolean severe = problem != null && problem.reason() == Reason.HopStalled;
    if (stalled && (!severe || own.compareTo(worst) > 0)) {
      problem =
          new Verdict(
              Reason.HopStalled,
              "nothing has passed the hop %s since %s: %s".formatted(hop, since, hop.advice()));
      worst = own;
    } else if (!stalled && problem == null && own.compareTo(LATE) > 0) {
      problem =
          new Verdict(
              Reason.CatchingUp,
              "the hop %s is more than %d minutes behind and catching up: see status.hops"
                  .formatted(hop, LATE.toMinutes()));
    }
  }

  /** Kept, so that one that catches up does not change the status with each step. */
  private String since(Hop hop) {
    return HopTracker.of(before, hop)
        .map(HopStatus::since)
        .orElseGet(() -> progress(hop).stoppedAt().truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
