package io.cdcpipeline.operator.database;

import com.fasterxml.jackson.databind.JsonNode;
import io.cdcpipeline.operator.api.ManagedDatabase;
import io.cdcpipeline.operator.kubernetes.PodDiagnostics;
import io.cdcpipeline.operator.kubernetes.ResourceKind;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.remote.Json;
import io.cdcpipeline.operator.status.StageStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** TiDB Operator v2: a Cluster, and one group per component. */
final class TidbV2Provisioner implements TidbProvisioner {
  private static final ResourceKind CLUSTER =
      ResourceKind.of("core.pingcap.com/v1alpha1", "Cluster");

  private static final List<ResourceKind> GROUPS =
      Stream.of("PDGroup", "TiKVGroup", "TiDBGroup", "TiCDCGroup")
          .map(kind -> ResourceKind.of("core.pingcap.com/v1alpha1", kind))
          .toList();

  @Override
  public String version() {
    return "v2";
  }

  @Override
  public boolean installed(StageContext context) {
    return context.children().isKindAvailable(CLUSTER);
  }

  @Override
  public boolean present(StageContext context) {
    return Stream.concat(Stream.of(CLUSTER), GROUPS.stream())
        .anyMatch(kind -> context.children().get(kind, context.names().database()).isPresent());
  }

  @Override
  public String clusterUid(StageContext context) {
    return live(context).orElseThrow().getMetadata().getUid();
  }

  private static Optional<GenericKubernetesResource> live(StageContext context) {
    return context.children().get(CLUSTER, context.names().database());
  }

  @Override
  public Optional<String> problem(ManagedDatabase database) {
    return TidbV2Manifests.problem(database);
  }

  @Override
  public Optional<Boolean> tls(StageContext context) {
    return live(context).map(TidbTls::enabled);
  }

  @Override
  public void apply(StageContext context) {
    TidbV2Manifests.all(context.pipeline()).forEach(context.children()::applyRetained);
  }

  @Override
  public StageStatus status(StageContext context) {
    var name = context.names().database();
    var groups = GROUPS.stream().map(kind -> context.children().getOrEmpty(kind, name)).toList();
    return PodDiagnostics.explain(
        status(groups),
        context.namespaceReader(),
        TicdcService.clusterPods(context.names()),
        pods -> TidbV2MissingPods.of(groups, pods, context.clock().instant()));
  }

  /**
   * The Cluster first: TiDB Operator then removes its groups in the right order, and their volumes.
   * Groups that outlive it are no longer reconciled and have nothing to lose.
   */
  @Override
  public boolean remove(StageContext context) {
    var name = context.names().database();
    return context.children().delete(CLUSTER, name)
        && GROUPS.stream().filter(group -> !context.children().delete(group, name)).count() == 0;
  }

  static StageStatus status(List<GenericKubernetesResource> groups) {
    var missing = new ArrayList<String>();
    for (var group : groups) {
      var status = Json.field(group, "status");
      if (!ready(group, status)) {
        missing.add(describe(group, status));
      }
    }
    return missing.isEmpty()
        ? StageStatus.ready("TiDB and TiCDC are ready")
        : StageStatus.progressing("waiting for TiDB Operator: " + String.join(", ", missing));
  }

  /** Ready and Synced for the current generation; there is no condition for a failure. */
  private static boolean ready(GenericKubernetesResource group, JsonNode status) {
    var generation = group.getMetadata().getGeneration();
    return status.path("observedGeneration").asLong(-1) == (generation == null ? 0 : generation)
        && is(status, "Ready")
        && is(status, "Synced");
  }

  private static boolean is(JsonNode status, String type) {
    return "True".equals(Json.condition(status, type).path("status").asText());
  }

  private static String describe(GenericKubernetesResource group, JsonNode status) {
    return "%s (%d of %d ready)"
        .formatted(
            group.getKind(),
            status.path("readyReplicas").asInt(),
            Json.field(group, "spec").path("replicas").asInt());
  }
}
