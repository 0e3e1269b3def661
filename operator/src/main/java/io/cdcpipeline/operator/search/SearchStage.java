package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.DeletionPolicy;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.pipeline.FlapGrace;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.remote.RemoteQueries.Answer;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Hop;
import io.cdcpipeline.operator.status.HopReading;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StageStatus;
import io.cdcpipeline.operator.status.StatusSections;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Searchable events: Elasticsearch with its index template, and then Filebeat; or Loki. */
public final class SearchStage implements Stage {
  private static final String INSTALLED_TEMPLATE = "index-template";
  private static final Duration MAINTENANCE_INTERVAL = Duration.ofMinutes(10);
  private static final Duration TRANSIENT_FOR = Duration.ofMinutes(2);
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(10);

  private final ElasticsearchClients clients;
  private final SearchLogins logins;
  private final EventAudit audit;
  private final FilebeatWatch filebeats;
  private final ReplayedLines replayed;
  private final LokiEvents loki;
  private final FlapGrace grace = new FlapGrace(ConditionType.SEARCH);

  /**
   * What a reconcile found.
   *
   * @param rotating Elasticsearch does not accept a new password yet: known to pass, so not damped
   */
  private record Outcome(StageStatus status, boolean rotating) {}

  /**
   * The stage for all pipelines.
   *
   * @param auditGrace how long documents may be fewer than the consumers counted
   */
  public SearchStage(Duration auditGrace) {
    this(HttpElasticsearchClient::new, new HttpFilebeatClient(), new HttpReplayPods(), auditGrace);
  }

  SearchStage(
      BiFunction<ElasticsearchEndpoint, ConnectionGuard, ElasticsearchClient> clients,
      FilebeatClient filebeats,
      ReplayPods replays,
      Duration auditGrace) {
    this.audit = new EventAudit(auditGrace);
    this.replayed = new ReplayedLines(replays);
    this.loki = new LokiEvents(LokiClient::new, audit, replayed);
    this.filebeats = new FilebeatWatch(filebeats, auditGrace);
    this.clients = new ElasticsearchClients(clients);
    this.logins = new SearchLogins(clients);
  }

  @Override
  public ConditionType type() {
    return ConditionType.SEARCH;
  }

  @Override
  public StageStatus reconcile(StageContext context) {
    if (!context.spec().search().enabled()) {
      return disabled(context);
    }
    if (context.spec().search().loki() != null) {
      return loki.reconcile(context, grace);
    }
    var backend = backend(context.pipeline());
    var outcome = outcome(context, backend);
    var status = FilebeatPodSecurity.checked(context, outcome.status());
    var client = client(context, backend);
    var dampened =
        (outcome.rotating() ? status : grace.dampen(context, status))
            .withSection(backend.sections())
            .withSection(replayed.follow(context, status.isReady(), client));
    var newest =
        status.isReady()
            ? SearchHop.search(context, "", client)
            : Answer.<SearchHop.Newest>pending();
    var hop = StatusSections.of(Hop.SEARCH, hop(context, status, newest));
    var watched = filebeats.watched(context, dampened.withSection(hop));
    return audit.audited(context, client, newest, watched);
  }

  @Override
  public boolean cleanup(StageContext context) {
    grace.forget(context.names());
    clients.forget(context.names());
    audit.forget(context.names());
    filebeats.forget(context.names());
    if (context.spec().deletionPolicy() == DeletionPolicy.RETAIN) {
      return true;
    }
    var deletedAt = Instant.parse(context.pipeline().getMetadata().getDeletionTimestamp());
    if (context.clock().instant().isAfter(deletedAt.plus(GIVE_UP_AFTER))) {
      throw new StageException(
          Reason.CleanupTimedOut, "Elasticsearch or Filebeat still exists after 10 minutes");
    }
    return remove(context);
  }

  /** Before Filebeat runs there is nothing to find, and a system that is down is not asked. */
  private static HopReading hop(
      StageContext context, StageStatus status, Answer<SearchHop.Newest> newest) {
    return status.verdict().reason() == Reason.AuthorizationFailed
        ? HopReading.unknown(context.clock().instant())
        : SearchHop.reading(newest);
  }

  /** For a background thread. */
  private Supplier<ElasticsearchClient> client(StageContext context, SearchBackend backend) {
    boolean own = context.spec().search().existing() == null;
    var guard = context.guard(own);
    var secrets = context.secrets().background();
    var names = context.names();
    return () -> clients.client(names, backend.endpoint(secrets), guard);
  }

  static SearchBackend backend(CdcPipeline pipeline) {
    return pipeline.getSpec().search().existing() == null
        ? new ManagedElasticsearch(pipeline)
        : new ExistingElasticsearch(pipeline);
  }

  private Outcome outcome(StageContext context, SearchBackend backend) {
    var elasticsearch = backend.prepare(context);
    var identity = elasticsearch.identity();
    if (!elasticsearch.status().isReady()) {
      FilebeatRollout.status(hasTemplate(context, identity), context, backend);
      return new Outcome(elasticsearch.status(), false);
    }
    var events = maintain(context, backend, IndexTemplate.EVENTS, identity);
    var heartbeats = maintain(context, backend, IndexTemplate.HEARTBEATS, identity);
    if (events.value() != null) {
      var installed = identity + " " + IndexTemplate.EVENTS.hash();
      context.appliedState().put(INSTALLED_TEMPLATE, installed);
    }
    boolean mayStart =
        hasTemplate(context, identity)
            && (!heartbeats.isPending() || FilebeatRollout.exists(context));
    var filebeat = FilebeatRollout.status(mayStart, context, backend);
    var refused = logins.check(context, backend.logins());
    var status = worst(context, backend, events, heartbeats, refused.orElse(filebeat));
    boolean own = context.spec().search().existing() == null;
    return new Outcome(status, own && refused.filter(status::equals).isPresent());
  }

  private static StageStatus worst(
      StageContext context,
      SearchBackend backend,
      Answer<List<String>> events,
      Answer<List<String>> heartbeats,
      StageStatus last) {
    if (events.failure() != null) {
      return failed(context, backend, events);
    }
    if (last.isReady() && heartbeats.failure() != null) {
      return failed(context, backend, heartbeats);
    }
    return events.isPending() ? last.asProvisional() : last;
  }

  /** What Elasticsearch refuses for heartbeats must not concern events: each has its own query. */
  private Answer<List<String>> maintain(
      StageContext context, SearchBackend backend, IndexTemplate template, String identity) {
    var maintenance = backend.maintenance(template);
    var client = client(context, backend);
    var clock = context.clock();
    var events = context.events();
    return context
        .background()
        .query(
            "index-maintenance " + template,
            List.of(maintenance, identity),
            MAINTENANCE_INTERVAL,
            () -> {
              var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
              var expired = maintenance.run(client.get(), today);
              if (!expired.isEmpty()) {
                events.publish(Reason.IndicesExpired, "deleted " + String.join(", ", expired));
              }
              return expired;
            });
  }

  /**
   * An older template of events will do; without any, a day's first document would define the
   * mapping.
   */
  private static boolean hasTemplate(StageContext context, String identity) {
    return context
        .appliedState()
        .get(INSTALLED_TEMPLATE)
        .filter(installed -> installed.startsWith(identity + " "))
        .isPresent();
  }

  private static StageStatus failed(
      StageContext context, SearchBackend backend, Answer<List<String>> maintenance) {
    var failure = maintenance.failure();
    var patientUntil = maintenance.failingSince().plus(TRANSIENT_FOR);
    boolean early = context.clock().instant().isBefore(patientUntil);
    return early && backend.transientReasons().containsKey(failure.reason())
        ? StageStatus.progressing(backend.transientReasons().get(failure.reason()))
        : StageStatus.of(failure);
  }

  private StageStatus disabled(StageContext context) {
    audit.forget(context.names());
    filebeats.forget(context.names());
    remove(context);
    context.appliedState().remove(INSTALLED_TEMPLATE);
    return StageStatus.of(Reason.Disabled, "spec.search.enabled is false");
  }

  /** Filebeat first and the users last, because Elasticsearch needs them until the end. */
  private static boolean remove(StageContext context) {
    for (var kind :
        List.of(
            FilebeatManifest.KIND,
            ResourceKind.NETWORK_POLICY,
            ElasticsearchManifest.KIND,
            ResourceKind.SERVICE_ACCOUNT,
            ResourceKind.SECRET)) {
      if (!removed(context, kind)) {
        return false;
      }
    }
    return true;
  }

  private static boolean removed(StageContext context, ResourceKind kind) {
    var children = context.children();
    if (!children.isKindAvailable(kind)) {
      return true;
    }
    children.prune(kind, ComponentName.SEARCH, Set.of());
    return children.list(kind).stream()
        .noneMatch(child -> Labels.isComponent(child, ComponentName.SEARCH));
  }
}
