package io.cdcpipeline.local.standin;

import io.cdcpipeline.local.cluster.Cluster;
import java.util.List;

/** All stand-ins of one cluster, and the real servers they started. */
public final class Platform implements AutoCloseable {
  private final DatabaseServers databases;
  private final Brokers brokers;
  private final SearchServers search;
  private final Deployments deployments;
  private final List<AutoCloseable> operators;

  private Platform(Cluster cluster) {
    databases = new DatabaseServers(cluster);
    brokers = new Brokers(cluster);
    search = new SearchServers(cluster);
    deployments = Deployments.start(cluster);
    operators =
        List.of(
            deployments,
            Jobs.start(cluster),
            Eck.start(cluster, search),
            Strimzi.start(cluster, brokers),
            TidbOperator.start(cluster, databases));
  }

  public static Platform start(Cluster cluster) {
    return new Platform(cluster);
  }

  public DatabaseServers databases() {
    return databases;
  }

  public Brokers brokers() {
    return brokers;
  }

  public SearchServers search() {
    return search;
  }

  public Deployments deployments() {
    return deployments;
  }

  /** Stops the watches; the processes end with the demo. */
  @Override
  public void close() {
    for (AutoCloseable operator : operators) {
      try {
        operator.close();
      } catch (Exception e) {
        // A watch that does not stop cleanly must not prevent the others from stopping.
      }
    }
  }
}
