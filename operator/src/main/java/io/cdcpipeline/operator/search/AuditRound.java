package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Tso;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * One comparison of counts with documents, which is one request.
 *
 * @param proven every partition has a heartbeat of this time, by the database's clock
 */
record AuditRound(
    ResourceNames pipeline,
    String topic,
    int partitions,
    Instant proven,
    int retentionDays,
    AuditTimes times) {

  /** What is known afterwards; throws a StageException as the client does. */
  AuditLedger next(EventStore client, AuditLedger ledger, Instant now) {
    var kept =
        IndexRetention.firstKept(LocalDate.ofInstant(now, ZoneOffset.UTC), retentionDays)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant();
    var current = ledger.expired(Tso.of(kept), now);
    var found =
        client.audit(
            new AuditSearch(
                pipeline,
                topic,
                partitions,
                current.readFrom(partitions),
                current.due(Tso.of(proven.minus(times.settling())))));
    return current
        .counted(found.documents(), now, times.grace())
        .read(found.heartbeats(), found.more(), Tso.of(proven.minus(times.grace())), times);
  }
}
