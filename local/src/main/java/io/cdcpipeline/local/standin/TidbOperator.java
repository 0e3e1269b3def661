package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.Conditions;
import io.cdcpipeline.local.cluster.ObjectLoop;
import io.cdcpipeline.testkit.ticdc.Architecture;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stands in for TiDB Operator v2: a TiDBGroup starts a MariaDB, a TiCDCGroup the stand-in TiCDC
 * that reads its binlog; PD and TiKV start nothing. Statuses are those of TiDB Operator v2.0.1,
 * pkg/controllers/common/task_status.go.
 */
public final class TidbOperator implements AutoCloseable {
  /** No object changes when a process ends. */
  private static final Duration PODS_CHECKED_EVERY = Duration.ofSeconds(2);

  private static final String API = "core.pingcap.com/v1alpha1";

  private final Cluster cluster;
  private final DatabaseServers servers;
  private final List<ObjectLoop<GenericKubernetesResource>> loops;

  private TidbOperator(Cluster cluster, DatabaseServers servers) {
    this.cluster = cluster;
    this.servers = servers;
    this.loops =
        List.of(
            watch("Cluster", new Clusters()),
            watch("PDGroup", new Group(object -> true, name -> {})),
            watch("TiKVGroup", new Group(object -> true, name -> {})),
            watch("TiDBGroup", new Group(this::startDatabase, servers::removeDatabase)),
            watch("TiCDCGroup", new Group(this::startTicdc, servers::removeTicdc)));
  }

  public static TidbOperator start(Cluster cluster, DatabaseServers servers) {
    return new TidbOperator(cluster, servers);
  }

  private ObjectLoop<GenericKubernetesResource> watch(
      String kind, ObjectLoop.Work<GenericKubernetesResource> work) {
    var objects = cluster.all(Cluster.kind(API, kind));
    return ObjectLoop.start("tidb-operator " + kind, objects, work, PODS_CHECKED_EVERY);
  }

  private boolean startDatabase(GenericKubernetesResource group) {
    String name = group.getMetadata().getName();
    Map<String, String> labels = labels(group, "tidb");
    cluster.applyService(group, name + "-tidb", labels, 4000, 10080);
    return servers.startDatabase(name, labels);
  }

  private boolean startTicdc(GenericKubernetesResource group) {
    Object config = group.get("spec", "template", "spec", "config");
    boolean fresh = config instanceof String text && text.matches("(?s).*newarch\\s*=\\s*true.*");
    String name = group.getMetadata().getName();
    return servers.startTicdc(
        name,
        labels(group, "ticdc"),
        fresh ? Architecture.NEW : Architecture.CLASSIC,
        tls(group.get("spec", "cluster", "name"))
            ? Optional.of(name + "-ticdc-cluster-secret")
            : Optional.empty());
  }

  /** Whether the cluster has TLS between its components, of which only TiCDC is one here. */
  private boolean tls(String name) {
    return cluster
        .find(Cluster.kind(API, "Cluster"), name)
        .filter(found -> Boolean.TRUE.equals(found.get("spec", "tlsCluster", "enabled")))
        .isPresent();
  }

  /** The labels of TiDB Operator's pods, by which our Service for TiCDC's API selects them. */
  private static Map<String, String> labels(GenericKubernetesResource group, String component) {
    return Map.of(
        "app.kubernetes.io/name",
        "tidb-cluster",
        "app.kubernetes.io/managed-by",
        "tidb-operator",
        "app.kubernetes.io/instance",
        group.get("spec", "cluster", "name"),
        "app.kubernetes.io/component",
        component);
  }

  /** Starts what a group asks for; false while a precondition is missing. */
  private interface Starter {
    boolean start(GenericKubernetesResource group);
  }

  private final class Group implements ObjectLoop.Work<GenericKubernetesResource> {
    private final Starter starter;
    private final Consumer<String> stopper;

    Group(Starter starter, Consumer<String> stopper) {
      this.starter = starter;
      this.stopper = stopper;
    }

    @Override
    public boolean reconcile(GenericKubernetesResource group) {
      if (group.isMarkedForDeletion()) {
        return true;
      }
      boolean running = starter.start(group);
      cluster.writeStatus(group, status(group, running));
      return running;
    }

    @Override
    public void remove(GenericKubernetesResource group) {
      stopper.accept(group.getMetadata().getName());
    }

    private Map<String, Object> status(GenericKubernetesResource group, boolean running) {
      int replicas = group.get("spec", "replicas") instanceof Integer count ? count : 1;
      Conditions conditions =
          new Conditions(group)
              .add("Ready", running, running ? "Ready" : "NotAllInstancesReady", "")
              .add("Synced", true, "Synced", "")
              .add("Suspended", false, "Unsuspended", "");
      if (group.getKind().equals("TiDBGroup")) {
        conditions.add("Available", running, running ? "Available" : "Unavailable", "");
      }
      Map<String, Object> status = new LinkedHashMap<>();
      status.put("observedGeneration", group.getMetadata().getGeneration());
      status.put("replicas", replicas);
      status.put("readyReplicas", running ? replicas : 0);
      status.put("updatedReplicas", replicas);
      status.put("currentReplicas", replicas);
      status.put(
          "selector",
          "pingcap.com/managed-by=tidb-operator,pingcap.com/group="
              + group.getMetadata().getName());
      status.put("version", group.get("spec", "template", "spec", "version"));
      status.put("conditions", conditions.list());
      return status;
    }
  }

  private final class Clusters implements ObjectLoop.Work<GenericKubernetesResource> {
    @Override
    public boolean reconcile(GenericKubernetesResource object) {
      String name = object.getMetadata().getName();
      boolean available = servers.hasDatabase(name);
      Map<String, Object> status = new LinkedHashMap<>();
      status.put("observedGeneration", object.getMetadata().getGeneration());
      status.put("id", "7000000000000000000");
      String scheme = tls(name) ? "https" : "http";
      status.put("pd", "%s://%s-pd.%s:2379".formatted(scheme, name, cluster.namespace()));
      status.put(
          "conditions",
          new Conditions(object)
              .add("Progressing", true, "ClusterCreated", "")
              .add("Available", available, available ? "TiDBAvailable" : "TiDBUnavailable", "")
              .add("Suspended", false, "Unsuspended", "")
              .list());
      cluster.writeStatus(object, status);
      return available;
    }

    @Override
    public void remove(GenericKubernetesResource object) {}
  }

  @Override
  public void close() {
    loops.forEach(ObjectLoop::close);
  }
}
