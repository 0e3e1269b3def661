package io.cdcpipeline.operator.kafka;

/** How many copies Kafka keeps: as many as there are nodes, up to three. */
final class Replication {
  static final int ENOUGH = 3;

  private Replication() {}

  static int copies(int nodes) {
    return Math.min(nodes, ENOUGH);
  }

  /** Copies that must have a record before it counts: one may be missing where there are three. */
  static int inSync(int copies) {
    return copies >= ENOUGH ? 2 : 1;
  }
}
