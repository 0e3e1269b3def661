package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.AuditStatus;
import io.cdcpipeline.operator.endpoint.LokiEndpoint;
import io.cdcpipeline.operator.pipeline.Credentials;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.remote.RemoteQueries.Answer;
import io.cdcpipeline.operator.status.Hop;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusSections;
import java.time.Clock;
import java.util.function.Supplier;

/**
 * Searchable events in a Loki that somebody else runs and fills: nothing is created. What the
 * consumers write is shown to arrive by its heartbeats.
 */
final class LokiEvents {
  /** How this stage makes its client. */
  @FunctionalInterface
  interface Clients {
    EventStore open(LokiEndpoint endpoint, ConnectionGuard guard, Clock clock);
  }

  private final Clients clients;
  private final EventAudit audit;

  LokiEvents(Clients clients, EventAudit audit) {
    this.clients = clients;
    this.audit = audit;
  }

  StageStatus reconcile(StageContext context) {
    var client = client(context);
    var status = letIn(context, client);
    if (status.isReady()) {
      status = status.withSection(ReplayedLines.follow(context, client));
    }
    var newest =
        status.isReady() ? SearchHop.search(context, client) : Answer.<SearchHop.Newest>pending();
    var hop = StatusSections.of(Hop.SEARCH, SearchHop.reading(newest));
    return withoutSurplus(audit.audited(context, client, newest, status.withSection(hop)));
  }

  /** For a background thread. */
  private Supplier<EventStore> client(StageContext context) {
    var loki = context.spec().search().loki();
    var guard = context.guard(false);
    var secrets = context.secrets().uncached();
    var clock = context.clock();
    return () -> clients.open(LokiEndpoint.of(loki, secrets), guard, clock);
  }

  private static StageStatus letIn(StageContext context, Supplier<EventStore> client) {
    var loki = context.spec().search().loki();
    var current = context.secrets().checksum("", LokiEndpoint.secrets(loki));
    Answer<String> answer =
        context
            .background()
            .query(
                "loki",
                loki + current,
                Credentials.RECHECK_EXISTING,
                () -> {
                  client.get().logIn();
                  return current;
                });
    if (answer.failure() != null) {
      return StageStatus.of(answer.failure());
    }
    var ready = StageStatus.ready("Loki answers; the cluster's collector ships the lines");
    return answer.isPending() ? ready.asProvisional() : ready;
  }

  /** Copies of a line are nothing that the consumers counted wrong. */
  private static StageStatus withoutSurplus(StageStatus status) {
    var found = status.sections().audit();
    if (found == null) {
      return status;
    }
    var known =
        status.withSection(
            StatusSections.of(
                new AuditStatus(found.verifiedUntil(), found.missing(), null, found.unverified())));
    var verdict = known.verdict();
    return verdict.reason() == Reason.EventsMissing
        ? known.withVerdict(
            Reason.EventsMissing, verdict.message().replace("in Elasticsearch", "in Loki"))
        : known;
  }
}
