package io.cdcpipeline.operator.database;

import io.cdcpipeline.operator.api.ManagedDatabase;
import io.cdcpipeline.operator.pipeline.StageContext;
import io.cdcpipeline.operator.status.StageStatus;
import java.util.Optional;

/**
 * One of the two API versions of TiDB Operator. Both create Services, ports and pod labels of the
 * same names, so nothing outside this package knows which one is in use.
 */
interface TidbProvisioner {
  /** What is recorded of the choice, e.g. v2. */
  String version();

  /** Whether the cluster serves this version's kinds. */
  boolean installed(StageContext context);

  /** Whether this pipeline already has a TiDB cluster of this version. */
  boolean present(StageContext context);

  /** What the spec has that this version cannot take: path and reason. */
  Optional<String> problem(ManagedDatabase database);

  /** Whether the TiDB cluster has TLS between its components; empty while there is none. */
  Optional<Boolean> tls(StageContext context);

  /** Applies the children. */
  void apply(StageContext context);

  /** The status of the children; neither version reports failures, so with those of its pods. */
  StageStatus status(StageContext context);

  /** The uid of the TiDB cluster: a re-created cluster is another, empty database. */
  String clusterUid(StageContext context);

  /** Takes a step of removing everything; true once nothing is left. */
  boolean remove(StageContext context);
}
