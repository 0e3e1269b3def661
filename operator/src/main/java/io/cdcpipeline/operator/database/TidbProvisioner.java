package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.StageStatus;

/**
 * A line of TiDB Operator. Both make Services, ports and pod labels of the same names, so nothing
 * outside this package knows which one is at work.
 */
interface TidbProvisioner {
  /** What is remembered of the choice, e.g. v2. */
  String version();

  /** Whether the cluster has the line's kinds. */
  boolean installed(StageContext context);

  /** Whether this pipeline already has a cluster of the line. */
  boolean present(StageContext context);

  /** Applies the children. */
  void apply(StageContext context);

  /** How the children stand. */
  StageStatus status(StageContext context);

  /** The uid of the cluster: another one is another, empty database. */
  String clusterUid(StageContext context);

  /** Takes a step of removing everything; true once nothing is left. */
  boolean remove(StageContext context);
}
