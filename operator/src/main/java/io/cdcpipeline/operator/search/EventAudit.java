package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.AuditStatus;
import io.cdcpipeline.operator.api.CdcPipelineStatus;
import io.cdcpipeline.operator.api.DispatchRule;
import io.cdcpipeline.operator.endpoint.KafkaEndpoint;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.RemoteQueries.Answer;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Hop;
import io.cdcpipeline.operator.status.HopReading;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusSections;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what the consumers counted with the documents in Elasticsearch, in the background and
 * with one request at a time. It starts with the last hour; after a restart of this operator where
 * {@code status.audit} ended, but at most a day back.
 */
final class EventAudit {
  private static final Logger LOG = LoggerFactory.getLogger(EventAudit.class);
  private static final Duration FIRST_SPAN = Duration.ofHours(1);
  private static final Duration LONGEST_SPAN = Duration.ofDays(1);

  /** TiCDC sends what is above its checkpoint again, perhaps to another partition. */
  private static final Duration TRANSITION = Duration.ofMinutes(5);

  private final AuditTimes times;
  private final Map<ResourceNames, Known> known = new ConcurrentHashMap<>();

  /** Another topic, other partitions or another changefeed: the audit begins again. */
  private record Subject(String topic, int partitions, Long restartNonce, DispatchRule dispatch) {}

  private record Known(Subject subject, AuditLedger ledger) {}

  /**
   * One comparison.
   *
   * @param before what the status says so far; null for nothing
   * @param provenUntil every partition has a heartbeat of this time, by the database's clock
   */
  private record Comparison(
      ResourceNames pipeline,
      Subject subject,
      AuditStatus before,
      Instant provenUntil,
      int retentionDays,
      Clock clock) {}

  EventAudit(Duration grace) {
    times = new AuditTimes(grace);
  }

  /** The status of the stage, with what the audit says added. */
  StageStatus audited(
      StageContext context,
      Supplier<? extends EventStore> client,
      Answer<SearchHop.Newest> newest,
      StageStatus status) {
    var readings = StageStatus.hops(context.earlierStages());
    int partitions = readings.getOrDefault(Hop.CONSUMER, HopReading.SILENT).partitions();
    if (partitions == 0) {
      return status; // consumers of a version without heartbeats: nothing is known
    }
    var before = Optional.ofNullable(context.pipeline().getStatus()).map(CdcPipelineStatus::audit);
    var proven =
        partitions < 0 || newest.value() == null
            ? Optional.<Instant>empty()
            : newest.value().all(partitions);
    var report =
        proven.map(
            until ->
                report(
                    context,
                    client,
                    new Comparison(
                        context.names(),
                        subject(context, partitions),
                        before.orElse(null),
                        until,
                        context.spec().search().retentionDays(),
                        context.clock())));
    return report
        .map(now -> with(status, now))
        .orElseGet(() -> asBefore(context, status, before.orElse(null)));
  }

  void forget(ResourceNames pipeline) {
    known.remove(pipeline);
  }

  private static Subject subject(StageContext context, int partitions) {
    var changefeed = context.spec().changefeed();
    return new Subject(
        KafkaEndpoint.topic(context.pipeline()),
        partitions,
        changefeed.restartNonce(),
        changefeed.dispatch());
  }

  private static StageStatus with(StageStatus status, AuditReport report) {
    var all = status.withSection(StatusSections.of(report.status()));
    return report
        .problem()
        .map(problem -> all.withVerdict(Reason.EventsMissing, problem))
        .orElse(all);
  }

  /** While nothing new is known, what is missing stays missing. */
  private static StageStatus asBefore(
      StageContext context, StageStatus status, AuditStatus before) {
    var all = before == null ? status : status.withSection(StatusSections.of(before));
    return context
        .reported(ConditionType.SEARCH, Reason.EventsMissing)
        .filter(condition -> status.isReady())
        .map(condition -> all.withVerdict(Reason.EventsMissing, condition.message()))
        .orElse(all);
  }

  /** The last report; null while there is none. */
  private AuditReport report(
      StageContext context, Supplier<? extends EventStore> client, Comparison comparison) {
    var last = known.get(comparison.pipeline());
    boolean behind = last != null && last.ledger().behind();
    return context
        .background()
        .query(
            "audit",
            comparison.subject(),
            times.interval(behind),
            () -> compare(client, comparison))
        .value();
  }

  /** A failure waits as long as a success: the other queries report that nobody answers. */
  private AuditReport compare(Supplier<? extends EventStore> client, Comparison comparison) {
    var ledger = ledger(comparison);
    try {
      ledger = next(client.get(), comparison, ledger);
    } catch (StageException e) {
      LOG.atWarn()
          .addKeyValue("namespace", comparison.pipeline().namespace())
          .addKeyValue("name", comparison.pipeline().pipeline())
          .addKeyValue("error", e.getMessage())
          .log("audit of the index postponed");
    }
    known.put(comparison.pipeline(), new Known(comparison.subject(), ledger));
    return ledger.resumed()
        ? null
        : AuditReport.of(
            comparison.pipeline(),
            ledger,
            comparison.subject().partitions(),
            times,
            comparison.clock().instant());
  }

  private AuditLedger next(EventStore client, Comparison comparison, AuditLedger ledger) {
    return new AuditRound(
            comparison.pipeline(),
            comparison.subject().topic(),
            comparison.subject().partitions(),
            comparison.provenUntil(),
            comparison.retentionDays(),
            times)
        .next(client, ledger, comparison.clock().instant());
  }

  private AuditLedger ledger(Comparison comparison) {
    var last = known.get(comparison.pipeline());
    var proven = comparison.provenUntil();
    if (last != null) {
      return last.subject().equals(comparison.subject())
          ? last.ledger()
          : AuditLedger.startingAt(proven.plus(TRANSITION));
    }
    return comparison.before() == null
        ? AuditLedger.startingAt(proven.minus(FIRST_SPAN))
        : resumed(comparison.before(), proven);
  }

  /** Differences before anything was verified may be older than the span of a first audit. */
  private static AuditLedger resumed(AuditStatus before, Instant proven) {
    var ended = before.verifiedUntil() == null ? null : Instant.parse(before.verifiedUntil());
    boolean differed = before.missing() + Objects.requireNonNullElse(before.surplus(), 0L) > 0;
    var earliest = proven.minus(ended == null && !differed ? FIRST_SPAN : LONGEST_SPAN);
    return AuditLedger.resuming(
        ended == null || ended.isBefore(earliest) ? earliest : ended,
        ended,
        before.unverified(),
        differed);
  }
}
