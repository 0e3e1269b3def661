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

/** TiDB Operator v1: one TidbCluster, whose condition Ready may be stale and ignores TiCDC. */
final class TidbV1Provisioner implements TidbProvisioner {
  private static final ResourceKind CLUSTER =
      ResourceKind.of("pingcap.com/v1alpha1", "TidbCluster");

  @Override
  public String version() {
    return "v1";
  }

  @Override
  public boolean installed(StageContext context) {
    return context.children().isKindAvailable(CLUSTER);
  }

  @Override
  public boolean present(StageContext context) {
    return live(context) != null;
  }

  @Override
  public Optional<String> problem(ManagedDatabase database) {
    return TidbV1Pods.problem(database);
  }

  @Override
  public Optional<Boolean> tls(StageContext context) {
    return Optional.ofNullable(live(context)).map(TidbTls::enabled);
  }

  @Override
  public void apply(StageContext context) {
    context.children().applyRetained(TidbV1Manifests.desired(context.pipeline(), live(context)));
  }

  @Override
  public StageStatus status(StageContext context) {
    var name = context.names().database();
    return PodDiagnostics.explain(
        status(context.children().getOrEmpty(CLUSTER, name)),
        context.namespaceReader(),
        TicdcService.clusterPods(context.names()),
        // TiDB Operator's names.
        "Deployment/" + name + "-discovery",
        "StatefulSet/" + name + "-pd",
        "StatefulSet/" + name + "-tikv",
        "StatefulSet/" + name + "-tidb",
        "StatefulSet/" + name + "-ticdc");
  }

  @Override
  public String clusterUid(StageContext context) {
    return live(context).getMetadata().getUid();
  }

  /** The cluster, then its volume claims, which v1 leaves behind. */
  @Override
  public boolean remove(StageContext context) {
    var name = context.names().database();
    return context.children().delete(CLUSTER, name)
        && context
            .children()
            .deleteVolumeClaims(CLUSTER, name, TicdcService.clusterPods(context.names()));
  }

  private static GenericKubernetesResource live(StageContext context) {
    return context.children().get(CLUSTER, context.names().database()).orElse(null);
  }

  /** Without an observedGeneration, images and replicas have to be compared. */
  static StageStatus status(GenericKubernetesResource cluster) {
    JsonNode all = Json.JSON.valueToTree(cluster);
    var status = all.path("status");
    var missing = new ArrayList<String>();
    for (var component : List.of("pd", "tikv", "tidb", "ticdc")) {
      var set = status.path(component).path("statefulSet");
      int desired = all.at("/spec/" + component + "/replicas").asInt();
      int ready = set.path("readyReplicas").asInt();
      boolean upToDate = set.path("currentRevision").equals(set.path("updateRevision"));
      boolean normal = "Normal".equals(status.path(component).path("phase").asText());
      if (!normal || !upToDate || ready < desired || !rightVersion(all, component)) {
        missing.add("%s (%d of %d ready)".formatted(component, ready, desired));
      }
    }
    var ready = Json.condition(status, "Ready");
    if (missing.isEmpty() && !"True".equals(ready.path("status").asText())) {
      missing.add(ready.path("reason").asText("the cluster"));
    }
    return missing.isEmpty()
        ? StageStatus.ready("TiDB and TiCDC are ready")
        : StageStatus.progressing("waiting for TiDB Operator: " + String.join(", ", missing));
  }

  private static boolean rightVersion(JsonNode cluster, String component) {
    var version = cluster.at("/spec/version").asText();
    var status = cluster.at("/status/" + component);
    if (component.equals("ticdc")) {
      for (var capture : status.path("captures")) {
        if (!capture.path("ready").asBoolean()) {
          return false;
        }
      }
      return true;
    }
    var image = status.path("image").asText();
    var given = cluster.at("/spec/" + component + "/image").asText();
    return image.isEmpty() || image.equals(given) || image.endsWith(":" + version);
  }
}
