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

  /** Null for TiDB's own; without a tag, the version is the tag. */
  String image();

  /** TOML; null for nothing but defaults. */
  String config();

  /** Null for nothing but defaults. */
  PodTemplate template();
}
