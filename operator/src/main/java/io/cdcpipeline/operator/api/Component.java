package io.cdcpipeline.operator.api;

/** What the four TiDB components have in common. */
public interface Component {
  Integer replicas();

  /** Null where the component keeps no volume. */
  String storage();

  /** Null: the cluster's default class. */
  String storageClassName();

  Resources resources();
}
