package io.cdcpipeline.operator.api.template;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When the group of volumes is set. */
public enum FsGroupChange {
  @JsonProperty("OnRootMismatch")
  ON_ROOT_MISMATCH,
  @JsonProperty("Always")
  ALWAYS
}
