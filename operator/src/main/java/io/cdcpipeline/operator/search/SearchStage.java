package io.cdcpipeline.operator.search;

import io.cdcpipeline.operator.api.DeletionPolicy;
import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.kubernetes.PodDiagnostics;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.naming.Labels;
import io.cdcpipeline.operator.pipeline.FlapGrace;
import io.cdcpipeline.operator.pipeline.Stage;
import io.cdcpipeline.operator.pipeline.StageContext;
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
import java.util.Set;
import java.util.function.Function;

/** Searchable events: Elasticsearch, prepared by this operator, and then Filebeat. */
public final class SearchStage implements Stage {
  static final String COMPONENT = "search";
  private static final String PREPARED = "index-template";
  private static final Duration UPKEEP_EVERY = Duration.ofMinutes(10);
  private static final Duration SETTLES_WITHIN = Duration.ofMinutes(2);
  private static final Duration REMOVE_WITHIN = Duration.ofMinutes(10);

  private final Function<ElasticsearchEndpoint, ElasticsearchClient> clients;
  private final FlapGrace grace = new FlapGrace(ConditionType.SEARCH);

  public SearchStage() {
    this(HttpElasticsearchClient::new);
  }

  SearchStage(Function<ElasticsearchEndpoint, ElasticsearchClient> clients) {
    this.clients = clients;
  }

  @Override
  public ConditionType type() {
    return ConditionType.SEARCH;
  }

  @Override
  public StageStatus reconcile(StageContext context) {
    if (!context.spec().search().enabled()) {
      return off(context);
    }
    var target = SearchBackend.of(context.pipeline());
    return grace.dampen(context, status(context, target)).withSection(target.sections());
  }

  @Override
  public boolean cleanup(StageContext context) {
    grace.forget(context.names());
    if (context.spec().deletionPolicy() == DeletionPolicy.RETAIN) {
      return true;
    }
    var deletedAt = Instant.parse(context.pipeline().getMetadata().getDeletionTimestamp());
    if (context.clock().instant().isAfter(deletedAt.plus(REMOVE_WITHIN))) {
      throw new StageException(
          Reason.CleanupTimedOut, "Elasticsearch or Filebeat are still there after 10 minutes");
    }
    return remove(context);
  }

  private StageStatus status(StageContext context, SearchBackend target) {
    var elasticsearch = target.prepare(context);
    var upkeep =
        elasticsearch.status().isReady()
            ? upkeep(context, target, elasticsearch.identity())
            : Answer.<List<String>>none();
    if (upkeep.value() != null) {
      context.appliedState().put(PREPARED, elasticsearch.identity() + " " + IndexTemplate.HASH);
    }
    var filebeat =
        prepared(context, elasticsearch.identity())
            ? filebeat(context, target)
            : withoutFilebeat(context);
    if (!elasticsearch.status().isReady()) {
      return elasticsearch.status();
    }
    if (upkeep.failure() != null) {
      return failed(context, target, upkeep);
    }
    return upkeep.isPending() ? filebeat.asProvisional() : filebeat;
  }

  private Answer<List<String>> upkeep(StageContext context, SearchBackend target, String identity) {
    var upkeep =
        new IndexMaintenance(
            context.spec().search().retentionDays(), target instanceof ExistingElasticsearch);
    return context
        .background()
        .query(
            "search-upkeep",
            List.of(upkeep, identity),
            UPKEEP_EVERY,
            () -> {
              var today = LocalDate.ofInstant(context.clock().instant(), ZoneOffset.UTC);
              var client = clients.apply(target.access(context.secrets()));
              var expired = upkeep.run(client, today);
              if (!expired.isEmpty()) {
                context
                    .events()
                    .publish(Reason.IndicesExpired, "deleted " + String.join(", ", expired));
              }
              return expired;
            });
  }

  /** An older template will do, but with none the first event of a day would make the mapping. */
  private static boolean prepared(StageContext context, String identity) {
    return context
        .appliedState()
        .get(PREPARED)
        .filter(p -> p.startsWith(identity + " "))
        .isPresent();
  }

  private static StageStatus filebeat(StageContext context, SearchBackend target) {
    var credentials = context.secrets().checksum("", target.filebeatSecrets());
    var desired = FilebeatManifest.desired(context.names(), target.output(), credentials);
    return PodDiagnostics.explain(
        FilebeatReadiness.of(context.children().apply(desired)),
        context.children(),
        Map.of("beat.k8s.elastic.co/name", context.names().beat()));
  }

  private static StageStatus withoutFilebeat(StageContext context) {
    context.children().delete(FilebeatManifest.KIND, context.names().beat());
    return StageStatus.progressing("installing the index template; Filebeat starts afterwards");
  }

  private static StageStatus failed(
      StageContext context, SearchBackend target, Answer<List<String>> upkeep) {
    if (!(upkeep.failure() instanceof StageException failure)) {
      throw (RuntimeException) upkeep.failure(); // of the Kubernetes API: told as such
    }
    boolean early = context.clock().instant().isBefore(upkeep.failingSince().plus(SETTLES_WITHIN));
    return early && target.transientReasons().containsKey(failure.reason())
        ? StageStatus.progressing(target.transientReasons().get(failure.reason()))
        : StageStatus.of(failure.reason(), failure.getMessage());
  }

  private static StageStatus off(StageContext context) {
    remove(context);
    context.appliedState().remove(PREPARED);
    return StageStatus.of(Reason.Disabled, "spec.search.enabled is false");
  }

  /** Filebeat first, and the users last: Elasticsearch needs them to the end. */
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
    children.prune(kind, COMPONENT, Set.of());
    return children.list(kind).stream()
        .noneMatch(c -> COMPONENT.equals(c.getMetadata().getLabels().get(Labels.COMPONENT)));
  }
}
