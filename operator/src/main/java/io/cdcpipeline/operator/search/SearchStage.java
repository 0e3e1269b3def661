package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.CdcPipeline;
import io.cdcpipeline.operator.api.DeletionPolicy;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.kubernetes.PodDiagnostics;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.ComponentName;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.pipeline.FlapGrace;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.ConnectionGuard;
import io.cdcpipeline.operator.remote.RemoteQueries.Answer;
import io.cdcpipeline.operator.status.ConditionType;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StageStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Searchable events: Elasticsearch with its index template, and then Filebeat. */
public final class SearchStage implements Stage {
  private static final String INSTALLED_TEMPLATE = "index-template";
  private static final Duration MAINTENANCE_INTERVAL = Duration.ofMinutes(10);
  private static final Duration TRANSIENT_FOR = Duration.ofMinutes(2);
  private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(10);

  private final BiFunction<ElasticsearchEndpoint, ConnectionGuard, ElasticsearchClient> clients;
  private final SearchLogins logins;
  private final FlapGrace grace = new FlapGrace(ConditionType.SEARCH);

  public SearchStage() {
    this(HttpElasticsearchClient::new);
  }

  SearchStage(BiFunction<ElasticsearchEndpoint, ConnectionGuard, ElasticsearchClient> clients) {
    this.clients = clients;
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
    var backend = backend(context.pipeline());
    return status(context, backend).withSection(backend.sections());
  }

  @Override
  public boolean cleanup(StageContext context) {
    grace.forget(context.names());
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

  static SearchBackend backend(CdcPipeline pipeline) {
    return pipeline.getSpec().search().existing() == null
        ? new ManagedElasticsearch(pipeline)
        : new ExistingElasticsearch(pipeline);
  }

  private StageStatus status(StageContext context, SearchBackend backend) {
    var elasticsearch = backend.prepare(context);
    var maintenance =
        elasticsearch.status().isReady()
            ? maintain(context, backend, elasticsearch.identity())
            : Answer.<List<String>>pending();
    if (maintenance.value() != null) {
      var installed = elasticsearch.identity() + " " + IndexTemplate.HASH;
      context.appliedState().put(INSTALLED_TEMPLATE, installed);
    }
    var refused =
        elasticsearch.status().isReady()
            ? logins.check(context, backend.logins())
            : Optional.<StageStatus>empty();
    var filebeat =
        hasTemplate(context, elasticsearch.identity())
            ? filebeat(context, backend)
            : withoutFilebeat(context);
    var last = refused.orElse(filebeat);
    var status = worst(context, backend, elasticsearch.status(), maintenance, last);
    boolean own = context.spec().search().existing() == null;
    boolean rotating = own && refused.filter(status::equals).isPresent();
    return rotating ? status : grace.dampen(context, status);
  }

  private static StageStatus worst(
      StageContext context,
      SearchBackend backend,
      StageStatus elasticsearch,
      Answer<List<String>> maintenance,
      StageStatus last) {
    if (!elasticsearch.isReady()) {
      return elasticsearch;
    }
    if (maintenance.failure() != null) {
      return failed(context, backend, maintenance);
    }
    return maintenance.isPending() ? last.asProvisional() : last;
  }

  private Answer<List<String>> maintain(
      StageContext context, SearchBackend backend, String identity) {
    var maintenance = backend.maintenance();
    boolean own = context.spec().search().existing() == null;
    var guard = own ? ConnectionGuard.OPEN : context.guard();
    var secrets = context.secrets().uncached();
    var clock = context.clock();
    var events = context.events();
    return context
        .background()
        .query(
            "index-maintenance",
            List.of(maintenance, identity),
            MAINTENANCE_INTERVAL,
            () -> {
              var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
              var client = clients.apply(backend.endpoint(secrets), guard);
              var expired = maintenance.run(client, today);
              if (!expired.isEmpty()) {
                events.publish(Reason.IndicesExpired, "deleted " + String.join(", ", expired));
              }
              return expired;
            });
  }

  /** An older template will do; without any, a day's first event would define the mapping. */
  private static boolean hasTemplate(StageContext context, String identity) {
    return context
        .appliedState()
        .get(INSTALLED_TEMPLATE)
        .filter(installed -> installed.startsWith(identity + " "))
        .isPresent();
  }

  private static StageStatus filebeat(StageContext context, SearchBackend backend) {
    var credentials = backend.logins().get(0).credentials(context).rollout();
    var desired = FilebeatManifest.desired(context.names(), backend.output(), credentials);
    return PodDiagnostics.explain(
        FilebeatReadiness.of(context.children().apply(desired)),
        context.namespaceReader(),
        Map.of("beat.k8s.elastic.co/name", context.names().beat()));
  }

  private static StageStatus withoutFilebeat(StageContext context) {
    context.children().delete(FilebeatManifest.KIND, context.names().beat());
    return StageStatus.progressing("installing the index template; Filebeat starts afterwards");
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

  private static StageStatus disabled(StageContext context) {
    remove(context);
    context.appliedState().remove(INSTALLED_TEMPLATE);
    return StageStatus.of(Reason.Disabled, "spec.search.enabled is false");
  }

  /** Filebeat first and the users last, because Elasticsearch needs them until the end. */
  private static boolean remove(StageContext context) {
    for (var kind :
        List.of(FilebeatManifest.KIND, ElasticsearchManifest.KIND, ResourceKind.SECRET)) {
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
