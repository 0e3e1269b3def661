package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.AuditStatus;
import io.cdcpipeline.operator.naming.ResourceNames;
import io.cdcpipeline.operator.remote.Tso;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the audit says about a pipeline; pure.
 *
 * @param problem what is missing, where and what to do about it; empty if nothing is
 */
record AuditReport(AuditStatus status, Optional<String> problem) {

  static AuditReport of(
      ResourceNames pipeline, AuditLedger ledger, int partitions, AuditTimes times, Instant now) {
    var overdue = ledger.open().stream().filter(one -> one.isOverdue(now, times.grace())).toList();
    var missing = overdue.stream().filter(one -> one.missing() > 0).toList();
    var verifiedUntil = verifiedUntil(ledger, partitions, times);
    var status =
        new AuditStatus(
            verifiedUntil == null ? null : verifiedUntil.toString(),
            missing.stream().mapToLong(OpenWindow::missing).sum(),
            overdue.stream().mapToLong(OpenWindow::surplus).sum(),
            unverified(ledger, verifiedUntil));
    return new AuditReport(
        status, missing.isEmpty() ? Optional.empty() : Optional.of(text(pipeline, missing)));
  }

  /** Null until time has passed since the audit began: before, nothing has been verified. */
  private static Instant verifiedUntil(AuditLedger ledger, int partitions, AuditTimes times) {
    var rounded = times.rounded(Tso.instant(ledger.verifiedUntil(partitions)));
    return rounded.isAfter(Tso.instant(ledger.began())) ? rounded : ledger.verifiedBefore();
  }

  /** Advances together with the time, so that the status is not written for it alone. */
  private static long unverified(AuditLedger ledger, Instant verifiedUntil) {
    return verifiedUntil == null
        ? 0
        : ledger.unverified().headMap(verifiedUntil, false).values().stream()
            .mapToLong(Long::longValue)
            .sum();
  }

  private static String text(ResourceNames pipeline, List<OpenWindow> missing) {
    var first = missing.stream().min(Comparator.comparingLong(one -> one.window().from())).get();
    var from = Tso.instant(first.window().from()).truncatedTo(ChronoUnit.SECONDS);
    var to = Tso.instant(first.window().to()).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    var all =
        missing.size() == 1
            ? ""
            : " (in all %d in %d windows)"
                .formatted(missing.stream().mapToLong(OpenWindow::missing).sum(), missing.size());
    return "%d of the %d changes of partition %d that were committed from %s to %s are not in"
            .formatted(
                first.missing(), first.window().events(), first.window().partition(), from, to)
        + " Elasticsearch%s; to index them again: ".formatted(all)
        + command(pipeline, from);
  }

  /** The nonce is the time at which the command runs: any one that was not used before. */
  private static String command(ResourceNames pipeline, Instant from) {
    return "kubectl patch cdcpipeline %s -n %s --type merge -p"
            .formatted(pipeline.pipeline(), pipeline.namespace())
        + " '{\"spec\":{\"replay\":{\"nonce\":'$(date +%%s)',\"from\":{\"timestamp\":\"%s\"}}}}'"
            .formatted(from);
  }
}
