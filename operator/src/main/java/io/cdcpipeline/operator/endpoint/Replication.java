package io.cdcpipeline.operator.endpoint;

/** How many copies Kafka keeps: as many as there are nodes, up to three. */
public final class Replication {
  static final int MAX_REPLICATION_FACTOR = 3;

  private Replication() {}

  public static int replicationFactor(int nodes) {
    return Math.min(nodes, MAX_REPLICATION_FACTOR);
  }

  /** Copies that must have a record before it counts: one may be missing where there are three. */
  public static int inSync(int copies) {
    return copies >= MAX_REPLICATION_FACTOR ? 2 : 1;
  }
}
