package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.AuditStatus;
import io.cdcpipeline.operator.endpoint.LokiEndpoint;
import io.cdcpipeline.operator.pipeline.Credentials;
import io.cdcpipeline.operator.pipeline.FlapGrace;
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
  private final ReplayedLines replayed;

  LokiEvents(Clients clients, EventAudit audit, ReplayedLines replayed) {
    this.clients = clients;
    this.audit = audit;
    this.replayed = replayed;
  }

  /** The status of the stage; what is known of hops, replay and audit stays during a flap. */
  StageStatus reconcile(StageContext context, FlapGrace grace) {
    var client = client(context);
    var loki = context.spec().search().loki();
    var access = loki + context.secrets().checksum("", LokiEndpoint.secrets(loki));
    var login = letIn(context, access, client);
    var newest =
        login.isReady() && !login.provisional()
            ? SearchHop.search(context, access, client)
            : Answer.<SearchHop.Newest>pending();
    var status =
        grace
            .dampen(context, answered(login, newest))
            .withSection(StatusSections.of(Hop.SEARCH, SearchHop.reading(newest)))
            .withSection(replayed.follow(context, login.isReady(), client));
    return withoutSurplus(audit.audited(context, client, newest, status));
  }

  /** A tenant's limits, and a Loki that is busy, concern queries and not the login. */
  private static StageStatus answered(StageStatus status, Answer<SearchHop.Newest> newest) {
    return newest.failure() == null
        ? status
        : status.withVerdict(newest.failure().reason(), newest.failure().getMessage());
  }

  /** For a background thread. */
  private Supplier<EventStore> client(StageContext context) {
    var loki = context.spec().search().loki();
    var guard = context.guard(false);
    var secrets = context.secrets().background();
    var clock = context.clock();
    return () -> clients.open(LokiEndpoint.of(loki, secrets), guard, clock);
  }

  private static StageStatus letIn(
      StageContext context, String access, Supplier<EventStore> client) {
    Answer<String> answer =
        context
            .background()
            .query(
                "loki",
                access,
                Credentials.RECHECK_EXISTING,
                () -> {
                  client.get().logIn();
                  return access;
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
