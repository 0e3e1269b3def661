package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import io.cdcpipeline.local.cluster.ObjectLoop;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands in for the Deployment controller and the kubelet: one JVM per replica, replaced one by one
 * when the template changes, restarted when it ends.
 */
public final class Deployments implements ObjectLoop.Work<Deployment>, AutoCloseable {
  private final Cluster cluster;
  private final Map<String, List<Replica>> replicas = new ConcurrentHashMap<>();
  private final ObjectLoop<Deployment> loop;

  private Deployments(Cluster cluster) {
    this.cluster = cluster;
    this.loop =
        ObjectLoop.start(
            "deployments",
            cluster.client().apps().deployments().inNamespace(cluster.namespace()),
            this);
  }

  public static Deployments start(Cluster cluster) {
    return new Deployments(cluster);
  }

  /** The running replicas of a Deployment. */
  public List<Replica> replicas(String deployment) {
    return List.copyOf(replicas.getOrDefault(deployment, List.of()));
  }

  @Override
  public boolean reconcile(Deployment deployment) {
    String name = deployment.getMetadata().getName();
    List<Replica> running = new ArrayList<>(replicas.getOrDefault(name, List.of()));
    int wanted =
        deployment.getSpec().getReplicas() == null ? 1 : deployment.getSpec().getReplicas();
    while (running.size() > wanted) {
      running.remove(running.size() - 1).stop();
    }
    String template = Replica.fingerprint(deployment);
    for (int i = 0; i < wanted; i++) {
      if (i >= running.size()) {
        running.add(new Replica(cluster, deployment, i));
      } else if (!running.get(i).fingerprint().equals(template)) {
        running.get(i).stop();
        running.set(i, new Replica(cluster, deployment, i));
      }
      replicas.put(name, List.copyOf(running));
      running.get(i).keepRunning();
    }
    replicas.put(name, List.copyOf(running));
    writeStatus(deployment, running, wanted);
    // Never settled: a process may end or become unready without any change to an object.
    return false;
  }

  private void writeStatus(Deployment deployment, List<Replica> running, int wanted) {
    int ready = (int) running.stream().filter(Replica::ready).count();
    boolean available = ready >= wanted;
    DeploymentStatus before = deployment.getStatus();
    DeploymentStatus status =
        new DeploymentStatusBuilder()
            .withObservedGeneration(deployment.getMetadata().getGeneration())
            .withReplicas(running.size())
            .withUpdatedReplicas(running.size())
            .withReadyReplicas(ready)
            .withAvailableReplicas(ready)
            .withUnavailableReplicas(wanted - ready)
            .withConditions(
                DeploymentConditions.of(before, "Available", available, "MinimumReplicas"),
                DeploymentConditions.of(before, "Progressing", true, "NewReplicaSet"))
            .build();
    if (!status.equals(before)) {
      cluster
          .client()
          .apps()
          .deployments()
          .inNamespace(cluster.namespace())
          .withName(deployment.getMetadata().getName())
          .editStatus(
              live -> {
                live.setStatus(status);
                return live;
              });
    }
  }

  @Override
  public void remove(Deployment deployment) {
    List<Replica> running = replicas.remove(deployment.getMetadata().getName());
    if (running != null) {
      running.forEach(Replica::stop);
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
