package io.cdcpipeline.operator.api;

import io.cdcpipeline.operator.api.template.PodTemplate;

/** What the specs of the four TiDB components have in common. */
public interface Component {
  Integer replicas();

  /** Null for no volume. */
  String storage();

  /** Null for the cluster's default class. */
  String storageClassName();

  Resources resources();

  /** Null for nothing but defaults. */
  PodTemplate template();
}
