package io.cdcpipeline.cli.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdcpipeline.cli.cluster.Cluster;
import io.cdcpipeline.cli.cluster.ClusterErrors;
import io.cdcpipeline.cli.cluster.Kinds;
import io.cdcpipeline.cli.manifest.Manifest;
import io.cdcpipeline.cli.output.PlainText;
import io.cdcpipeline.cli.plan.ChildChange.Action;
import io.cdcpipeline.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** Makes the plan of one manifest against the live cluster. */
record Planner(Cluster cluster, Kinds kinds) {
  private static final int UNPROCESSABLE = 422;

  Plan plan(Manifest manifest) {
    var file = inNamespace(manifest.object());
    var namespace = file.at("/metadata/namespace").asText();
    var live = live(namespace, manifest.name());
    GenericKubernetesResource after;
    try {
      after = DryRun.apply(cluster.client(), file, live);
    } catch (KubernetesClientException e) {
      return refused(namespace, manifest.name(), e);
    }
    boolean tidbV1 =
        kinds.find("core.pingcap.com/v1alpha1", "Cluster").isEmpty()
            && kinds.find("pingcap.com/v1alpha1", "TidbCluster").isPresent();
    var plan =
        live.isEmpty()
            ? Plan.toCreate(Cluster.typed(after), tidbV1)
            : Plan.toChange(Cluster.typed(live.get()), Cluster.typed(after), tidbV1);
    return plan.with(obstacles(plan));
  }

  private ObjectNode inNamespace(ObjectNode object) {
    var file = object.deepCopy();
    file.remove("status");
    if (file.at("/metadata/namespace").asText("").isEmpty()) {
      file.withObject("/metadata").put("namespace", cluster.namespace());
    }
    return file;
  }

  private Optional<GenericKubernetesResource> live(String namespace, String name) {
    return Optional.ofNullable(
        cluster.ask(
            c ->
                c.genericKubernetesResources(Cluster.PIPELINES)
                    .inNamespace(namespace)
                    .withName(name)
                    .get()));
  }

  /** Only what is wrong with the pipeline is part of a plan; other failures are failures. */
  private Plan refused(String namespace, String name, KubernetesClientException e) {
    boolean invalid =
        e.getCode() == UNPROCESSABLE || e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST;
    if (!invalid && !ClusterErrors.message(e).contains("field not declared in schema")) {
      return cluster.ask(
          c -> {
            throw e;
          });
    }
    var causes =
        e.getStatus() == null || e.getStatus().getDetails() == null
            ? null
            : e.getStatus().getDetails().getCauses();
    if (causes == null || causes.isEmpty()) {
      return Plan.refused(namespace, name, List.of(Effect.refuse(ClusterErrors.message(e))));
    }
    return Plan.refused(
        namespace,
        name,
        causes.stream()
            .map(
                c ->
                    Effect.refuse(
                        "%s: %s"
                            .formatted(
                                Objects.toString(c.getField(), ""),
                                PlainText.refusal(c.getMessage()))))
            .toList());
  }

  /** Children that cannot be created as things are. */
  private List<Effect> obstacles(Plan plan) {
    var obstacles = new ArrayList<Effect>();
    var missing = new TreeSet<String>();
    for (var change : plan.children()) {
      if (change.action() != Action.create) {
        continue;
      }
      var child = change.child();
      var kind = kinds.find(child.getApiVersion(), child.getKind());
      if (kind.isEmpty()) {
        missing.add(child.getApiVersion() + " " + child.getKind());
      } else if (isForeign(kind.get(), plan.namespace(), child.getMetadata().getName())) {
        obstacles.add(
            Effect.refuse(
                "NameConflict: %s exists and is not this pipeline's".formatted(change.name())));
      }
    }
    missing.forEach(
        kind ->
            obstacles.add(
                Effect.refuse(
                    "OperatorNotInstalled: the cluster does not know %s".formatted(kind))));
    return obstacles;
  }

  private boolean isForeign(ResourceDefinitionContext kind, String namespace, String name) {
    try {
      var live =
          cluster
              .client()
              .genericKubernetesResources(kind)
              .inNamespace(namespace)
              .withName(name)
              .get();
      return live != null && !isOurs(live);
    } catch (KubernetesClientException e) {
      if (ClusterErrors.isForbidden(e)) {
        return false; // nothing is known, which is no obstacle
      }
      throw e;
    }
  }

  private static boolean isOurs(GenericKubernetesResource live) {
    var labels = live.getMetadata().getLabels();
    return labels != null && Labels.OPERATOR.equals(labels.get(Labels.MANAGED_BY));
  }
}
