package io.cdcpipeline.operator.monitoring;

import io.cdcpipeline.operator.endpoint.ElasticsearchEndpoint;
import io.cdcpipeline.operator.endpoint.LokiEndpoint;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.pipeline.Credentials;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.Reason;
import io.cdcpipeline.operator.status.StageException;
import io.cdcpipeline.operator.status.StageStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the data source in Grafana's namespace. No owner reference reaches there, so the namespace
 * is recorded, and the data source is deleted from it when it is no longer needed there.
 */
final class GrafanaDataSourcePublisher {
  private static final ResourceKind ELASTICSEARCH =
      ResourceKind.of("elasticsearch.k8s.elastic.co/v1", "Elasticsearch");
  private static final String READER = "reader";
  private static final String PUBLISHED_TO = "grafana-namespace";

  /** A namespace is created, and a permission granted, by hand. */
  private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(30);

  /** One for all pipelines: the namespace and the operator's account are the same. */
  private volatile Refusal refusal = new Refusal(null, Instant.MIN);

  private record Refusal(StageStatus status, Instant until) {}

  StageStatus reconcile(StageContext context) {
    var monitoring = context.spec().monitoring();
    boolean desired =
        monitoring.enabled() && monitoring.dashboards() && context.spec().search().enabled();
    var namespace = context.platform().grafana();
    var appliedState = context.appliedState();
    appliedState
        .get(PUBLISHED_TO)
        .filter(before -> !desired || !before.equals(namespace))
        .ifPresent(
            before -> {
              removeFrom(context, before);
              appliedState.remove(PUBLISHED_TO);
            });
    return desired ? publish(context, namespace) : upToDate();
  }

  static void remove(StageContext context) {
    removeFrom(context, context.platform().grafana());
    context.appliedState().get(PUBLISHED_TO).ifPresent(before -> removeFrom(context, before));
  }

  private static StageStatus upToDate() {
    return StageStatus.ready("monitors, rules and dashboards are up to date");
  }

  private StageStatus publish(StageContext context, String namespace) {
    var now = context.clock().instant();
    if (now.isBefore(refusal.until())) {
      return refusal.status();
    }
    boolean published = context.appliedState().get(PUBLISHED_TO).isPresent();
    if (published && context.spec().search().loki() == null && login(context).isPending()) {
      return upToDate(); // Grafana keeps the password that Elasticsearch accepts.
    }
    try {
      context.children().applyInNamespace(source(context, namespace));
      context.appliedState().put(PUBLISHED_TO, namespace);
      return upToDate();
    } catch (StageException e) {
      return StageStatus.of(e);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
          && e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      refusal = new Refusal(notWritable(namespace, e.getCode()), now.plus(TRY_AGAIN_AFTER));
      return refusal.status();
    }
  }

  private static StageStatus notWritable(String namespace, int code) {
    return StageStatus.of(
        Reason.GrafanaNamespaceNotWritable,
        "cannot write the data source to Grafana's namespace %s".formatted(namespace)
            + (code == HttpURLConnection.HTTP_NOT_FOUND
                ? ", which does not exist: set the operator's chart value grafanaNamespace to the"
                    + " one Grafana runs in, or spec.monitoring.dashboards to false"
                : ": this operator has no permission there; set its chart value"
                    + " grafanaNamespace"));
  }

  private static GenericKubernetesResource source(StageContext context, String namespace) {
    var loki = context.spec().search().loki();
    return loki == null
        ? GrafanaDataSource.desired(context.names(), namespace, elasticsearch(context))
        : GrafanaLokiSource.desired(
            context.names(), namespace, LokiEndpoint.of(loki, context.secrets()));
  }

  /** As the reader of a managed Elasticsearch, or as the user of an existing one. */
  private static ElasticsearchEndpoint elasticsearch(StageContext context) {
    var existing = context.spec().search().existing();
    return existing != null
        ? ElasticsearchEndpoint.existing(existing, context.secrets())
        : Optional.of(context)
            .filter(GrafanaDataSourcePublisher::isBegun)
            .flatMap(c -> ElasticsearchEndpoint.managed(c.names(), READER, c.secrets()))
            .orElseThrow(
                () ->
                    new StageException(
                        Reason.DependencyNotReady,
                        "Grafana's data source waits for Elasticsearch (SearchReady)"));
  }

  /** ECK creates the certificate first and reports a status then: until it does, do not ask. */
  private static boolean isBegun(StageContext context) {
    var children = context.children();
    return children.isKindAvailable(ELASTICSEARCH)
        && children
            .get(ELASTICSEARCH, context.names().elasticsearch())
            .filter(live -> live.get("status") != null)
            .isPresent();
  }

  private static Credentials login(StageContext context) {
    var existing = context.spec().search().existing();
    return existing != null
        ? Credentials.of(
            context, ElasticsearchEndpoint.EXISTING_LOGIN, ElasticsearchEndpoint.secrets(existing))
        : Credentials.of(
            context,
            ElasticsearchEndpoint.login(READER),
            List.of(context.names().elasticsearchUser(READER)));
  }

  private static void removeFrom(StageContext context, String namespace) {
    var name = new GrafanaNames(context.names()).dataSourceSecret();
    try {
      context.children().deleteInNamespace(ResourceKind.SECRET, namespace, name);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      context
          .events()
          .publish(
              Reason.CleanupTimedOut,
              "no permission to delete Secret %s in namespace %s: delete it"
                  .formatted(name, namespace));
    }
  }
}
