package io.cdcpipeline.operator.api;

/** What the four TiDB components have in common. */
public sealed interface Component permits PdSpec, TikvSpec, TidbSpec, TicdcSpec {
  Integer replicas();

  /** Null where the component keeps no volume. */
  String storage();

  /** Null: the cluster's default class. */
  String storageClassName();

  Resources resources();
}
