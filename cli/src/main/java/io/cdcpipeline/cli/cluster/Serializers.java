package io.cdcpipeline.cli.cluster;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * What reads objects of a cluster; made with the first cluster, of which some commands have none.
 */
final class Serializers {
  /** Reads pipelines of newer versions too: their unknown fields and words are left out. */
  static final ObjectMapper PIPELINES =
      new ObjectMapper()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL);

  /** Without scanning the class path for kinds, which takes longer than most answers. */
  static final KubernetesSerialization CLIENT =
      new KubernetesSerialization(new ObjectMapper(), false);

  private Serializers() {}
}
