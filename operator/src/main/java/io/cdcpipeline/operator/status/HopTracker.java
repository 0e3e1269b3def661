package io.cdcpipeline.operator.status;

import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.Condition;
import io.cdcpipeline.operator.api.HopStatus;
import io.cdcpipeline.operator.naming.ResourceNames;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers from one reconcile to the next how far each hop had come and when it advanced. */
public final class HopTracker {
  /** Longer than any system takes to answer for the first time. */
  private static final Duration FIRST_ANSWERS = Duration.ofSeconds(150);

  /**
   * What is known of a hop.
   *
   * @param position null while nothing has passed it
   * @param advancedAt when it was last seen to advance, or first seen; by this operator's clock
   * @param missingSince since when heartbeats of some partition are written and not found; null if
   *     all are found
   */
  record Progress(Instant position, Instant advancedAt, Instant missingSince) {
    Instant stoppedAt() {
      return missingSince == null ? advancedAt : missingSince;
    }
  }

  /**
   * What is known of a pipeline.
   *
   * @param database how the database's clock relates to ours; kept while TiCDC does not answer
   * @param isNew whether systems may not have answered this process yet: the status stays
   */
  record Memory(Instant firstSeen, HopReading database, Map<Hop, Progress> hops, boolean isNew) {}

  private final Map<ResourceNames, Memory> pipelines = new ConcurrentHashMap<>();

  /**
   * The hops now; without a running changefeed nothing is expected to move, and there are none.
   *
   * @param before the status so far; null for none
   * @param undecided whether TiCDC has yet to say if the changefeed runs
   */
  public HopReport track(
      ResourceNames pipeline,
      Map<Hop, HopReading> readings,
      CdcPipelineStatus before,
      boolean undecided,
      Instant now) {
    var memory = advanced(pipelines.get(pipeline), readings, before, now);
    pipelines.put(pipeline, memory);
    if (readings.containsKey(Hop.CHANGEFEED) && memory.database() != null) {
      return new HopDelays(readings, memory, before, now).report();
    }
    if (undecided && memory.isNew()) {
      return new HopReport(before == null ? null : before.hops(), Optional.empty());
    }
    pipelines.remove(pipeline);
    return HopReport.NONE;
  }

  public void forget(ResourceNames pipeline) {
    pipelines.remove(pipeline);
  }

  private static Memory advanced(
      Memory known, Map<Hop, HopReading> readings, CdcPipelineStatus before, Instant now) {
    var hops = new EnumMap<Hop, Progress>(Hop.class);
    readings.forEach(
        (hop, reading) -> {
          var last = known == null ? null : known.hops().get(hop);
          boolean isFirst = last == null || last.position() == null;
          var progress = isFirst ? first(hop, reading, before, now) : next(last, reading);
          boolean missing = hop == Hop.SEARCH && isMissing(readings);
          hops.put(hop, missing ? missing(last, progress, now) : progress);
        });
    var database = readings.getOrDefault(Hop.DATABASE, HopReading.SILENT);
    if (database.position() == null) {
      database = known == null ? null : known.database();
    }
    var firstSeen = known == null ? now : known.firstSeen();
    return new Memory(firstSeen, database, hops, now.isBefore(firstSeen.plus(FIRST_ANSWERS)));
  }

  private static Progress next(Progress last, HopReading reading) {
    var position = reading.position();
    return position == null || position.equals(last.position())
        ? new Progress(last.position(), last.advancedAt(), null)
        : new Progress(position, reading.at(), null);
  }

  /** A restart of this operator must not make a stalled hop look well. */
  private static Progress first(
      Hop hop, HopReading reading, CdcPipelineStatus before, Instant now) {
    var stalledSince =
        stalled(before).flatMap(c -> of(before, hop)).map(HopStatus::since).map(Instant::parse);
    return new Progress(reading.position(), stalledSince.orElse(now), null);
  }

  /** Consumers write heartbeats of more partitions than are found; older ones write none. */
  private static boolean isMissing(Map<Hop, HopReading> readings) {
    var consumer = readings.getOrDefault(Hop.CONSUMER, HopReading.SILENT);
    int found = readings.get(Hop.SEARCH).partitions();
    return found >= 0 && found < consumer.partitions();
  }

  private static Progress missing(Progress last, Progress progress, Instant now) {
    var since = last == null ? progress.advancedAt() : last.missingSince();
    return new Progress(progress.position(), progress.advancedAt(), since == null ? now : since);
  }

  /** What DataFlowing said when some hop held changes up. */
  static Optional<Condition> stalled(CdcPipelineStatus status) {
    return CdcPipelineStatus.condition(status, ConditionType.DATA_FLOWING)
        .filter(c -> c.reason().equals(Reason.HopStalled.name()));
  }

  static Optional<HopStatus> of(CdcPipelineStatus status, Hop hop) {
    var hops = status == null || status.hops() == null ? List.<HopStatus>of() : status.hops();
    return hops.stream().filter(h -> h.name().equals(hop.toString())).findFirst();
  }
}
